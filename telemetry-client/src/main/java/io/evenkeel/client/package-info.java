/**
 * A client of the gateway that behaves as a device should: it batches events, repeats what was not
 * acknowledged with growing jittered pauses, honours {@code Retry-After}, and gives up within a
 * bound. Repeats are safe because an event that carries an identity is stored once.
 */
@NullMarked
package io.evenkeel.client;

import org.jspecify.annotations.NullMarked;
