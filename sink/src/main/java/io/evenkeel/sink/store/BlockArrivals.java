package io.evenkeel.sink.store;

import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.sink.schema.SignalColumns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrivals of blocks: counts whole columns by their presence, and takes off single duplicates. */
final class BlockArrivals implements Arrivals {
  private final List<BlockRows> blocks;
  private final List<Row> duplicates;

  BlockArrivals(List<BlockRows> blocks, List<Row> duplicates) {
    this.blocks = blocks;
    this.duplicates = duplicates;
  }

  @Override
  public void count(SignalColumns columns, Counter counter) {
    for (BlockRows block : blocks) {
      Target target = target(block, counter);
      target.events(block.block().size());
      for (int place = 0; place < columns.size(); place++) {
        Column column = block.column(place);
        if (column != null) {
          target.signal(place, column.presence().count());
        }
      }
      for (BlockRows.Extra extra : block.extras()) {
        target.extra(extra.name(), extra.column().presence().count());
      }
    }
    duplicates.forEach(row -> takeOff(row, columns, target(row.block(), counter)));
  }

  // The blocks of a record follow one another.
  @Override
  public void times(TimesOfRecord times) {
    for (int first = 0; first < blocks.size(); ) {
      RecordContext context = blocks.get(first).context();
      long newest = Long.MIN_VALUE;
      int next = first;
      while (next < blocks.size() && blocks.get(next).context() == context) {
        newest = Math.max(newest, newestMillis(blocks.get(next).block()));
        next++;
      }
      times.record(context.ingestTimeMillis(), newest);
      first = next;
    }
  }

  private static long newestMillis(VehicleBlock block) {
    long newest = block.timeMillis(0);
    for (int event = 1; event < block.size(); event++) {
      newest = Math.max(newest, block.timeMillis(event));
    }
    return newest;
  }

  private static void takeOff(Row row, SignalColumns columns, Target target) {
    target.events(-1);
    for (int place = 0; place < columns.size(); place++) {
      if (has(row.block().column(place), row)) {
        target.signal(place, -1);
      }
    }
    for (BlockRows.Extra extra : row.block().extras()) {
      if (has(extra.column(), row)) {
        target.extra(extra.name(), -1);
      }
    }
  }

  private static boolean has(@Nullable Column column, Row row) {
    return column != null && column.presence().has(row.event());
  }

  private static Target target(BlockRows block, Counter counter) {
    return counter.target(block.context().tenantNo(), block.context().ingestTimeMillis());
  }
}
