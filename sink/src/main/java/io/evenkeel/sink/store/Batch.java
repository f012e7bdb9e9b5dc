package io.evenkeel.sink.store;

import io.evenkeel.sink.position.Advance;
import java.util.List;

/**
 * What one transaction stores, in memory.
 *
 * @param items the steps it stands for, in order for each partition
 * @param advances one move for each partition
 * @param records contexts of the items' records
 * @param rows rows in order of their keys, each key once
 * @param repeats rows whose key stands in {@code rows} already
 * @param dead what cannot be stored, as far as is known before the database is asked
 * @param lateMinutes closed minutes that rows of the live lane belong to
 * @param server start of the server that the ids in it belong to
 */
record Batch(
    List<CleanItem> items,
    List<Advance> advances,
    List<RecordContext> records,
    List<Row> rows,
    List<Row> repeats,
    List<DeadEvent> dead,
    List<MinuteRange> lateMinutes,
    String server) {}
