package io.evenkeel.gateway.publish;

import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
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
 */
public record Submission(
    Lane lane, String tenant, String job, long ingestTimeMillis, List<VehicleBlock> blocks) {
  public Submission {
    blocks = List.copyOf(blocks);
  }
}
