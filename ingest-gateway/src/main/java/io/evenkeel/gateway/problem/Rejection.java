package io.evenkeel.gateway.problem;

import org.jspecify.annotations.Nullable;

/**
 * One event of a batch that was not taken, while others may have been.
 *
 * @param index place in the batch, from 0; in NDJSON the number of the line, from 0
 * @param id the event's own id, if it has one that can be quoted
 * @param code the reason
 * @param detail the reason for people; may quote what the caller sent, so it is never logged
 */
public record Rejection(int index, @Nullable String id, ErrorCode code, String detail) {}
