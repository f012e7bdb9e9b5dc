package io.evenkeel.gateway.publish;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.topic.Lane;
import java.util.List;

/**
 * Valid events of one request, to be made durable.
 *
 * @param lane decides the topic
 * @param tenant slug of the tenant, from the credential
 * @param job backfill job, empty on the live lane
 * @param ingestTimeMillis when the gateway accepted the events, Unix milliseconds
 * @param events at least one
 */
public record Submission(
    Lane lane, String tenant, String job, long ingestTimeMillis, List<Event> events) {
  public Submission {
    events = List.copyOf(events);
  }
}
