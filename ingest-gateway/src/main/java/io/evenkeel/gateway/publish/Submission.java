package io.evenkeel.gateway.publish;

import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.TraceContext;
import java.util.List;

/**
 * Valid events of one request, to be made durable. The place of an event counts through the blocks
 * in their order, from 0.
 *
 * @param lane decides the topic
 * @param tenant slug of the tenant, from the credential
 * @param job backfill job, empty on the live lane
 * @param ingestTimeMillis when the gateway accepted the events, Unix milliseconds
 * @param blocks at least one; each vehicle once
 * @param trace what the records' headers say of the request's trace
 */
public record Submission(
    Lane lane,
    String tenant,
    String job,
    long ingestTimeMillis,
    List<VehicleBlock> blocks,
    TraceContext trace) {
  public Submission {
    blocks = List.copyOf(blocks);
  }

  /** A submission that belongs to no trace. */
  public Submission(
      Lane lane, String tenant, String job, long ingestTimeMillis, List<VehicleBlock> blocks) {
    this(lane, tenant, job, ingestTimeMillis, blocks, TraceContext.NONE);
  }

  /** The same at another place of its trace. */
  Submission withTrace(TraceContext trace) {
    return new Submission(lane, tenant, job, ingestTimeMillis, blocks, trace);
  }

  /** Number of events in all blocks. */
  public int events() {
    int events = 0;
    for (VehicleBlock block : blocks) {
      events += block.size();
    }
    return events;
  }
}
