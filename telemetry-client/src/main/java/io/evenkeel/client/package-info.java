/**
 * A client of the gateway that behaves as a device should: it batches events, compresses them,
 * repeats what was not acknowledged with growing, fully jittered pauses, honours {@code
 * Retry-After}, and tells what became of every event. {@code EventSender} takes events one by one;
 * {@code TelemetryClient} takes batches. Repeats are safe because an event that carries an identity
 * is stored once.
 */
@NullMarked
package io.evenkeel.client;

import org.jspecify.annotations.NullMarked;
