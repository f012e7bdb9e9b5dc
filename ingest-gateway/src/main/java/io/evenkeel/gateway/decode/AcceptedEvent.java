package io.evenkeel.gateway.decode;

import io.evenkeel.model.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * A valid event and its place in the batch.
 *
 * @param index place in the batch, from 0; in NDJSON the number of the line, from 0
 * @param id the event's own id, or null
 */
public record AcceptedEvent(int index, @Nullable String id, Event event) {}
