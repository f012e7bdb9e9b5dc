package io.evenkeel.gateway.api;

import org.jspecify.annotations.Nullable;

/**
 * What a request remembers of a valid event while the log has not answered.
 *
 * @param index place in the batch
 * @param id the event's own id, or null
 */
record EventRef(int index, @Nullable String id) {}
