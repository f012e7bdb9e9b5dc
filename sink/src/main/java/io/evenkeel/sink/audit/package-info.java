/**
 * Proves that nothing is missing: compares the log, the positions, the books, the rows, the minutes
 * and the dead letters as of one snapshot of the database. What is read from Kafka is read after
 * the snapshot and only up to, or only from, the positions in it, so traffic cannot make a
 * difference.
 */
@NullMarked
package io.evenkeel.sink.audit;

import org.jspecify.annotations.NullMarked;
