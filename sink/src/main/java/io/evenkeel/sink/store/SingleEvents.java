package io.evenkeel.sink.store;

import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import java.util.List;

/** One event cut out of its record, as a record of its own that can be sent again. */
final class SingleEvents {
  private SingleEvents() {}

  static byte[] bytes(RecordContext context, VehicleBlock block, int event) {
    return new TelemetryRecord(
            context.tenant(),
            context.ingestTimeMillis(),
            context.job(),
            List.of(block.slice(event, event + 1)))
        .toBytes();
  }
}
