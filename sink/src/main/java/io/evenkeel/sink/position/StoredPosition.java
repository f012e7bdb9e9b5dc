package io.evenkeel.sink.position;

import java.util.OptionalLong;

/**
 * A row of {@code sink_position}.
 *
 * @param epoch epoch of the latest owner
 * @param nextOffset where storing goes on
 * @param nextSource offset in the telemetry topic of the next clean record; empty before the first
 */
public record StoredPosition(long epoch, long nextOffset, OptionalLong nextSource) {}
