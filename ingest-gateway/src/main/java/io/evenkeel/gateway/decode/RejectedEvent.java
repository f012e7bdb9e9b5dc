package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * An event that is not valid, with what is needed to keep it.
 *
 * @param rejection its place and the reason
 * @param name the member or signal that is wrong, as received, or null if it is none in particular
 * @param vehicle name of its vehicle as received, valid or not, or of the batch's; null if none is
 *     known
 * @param original its bytes
 * @param format what they are
 */
public record RejectedEvent(
    Rejection rejection,
    @Nullable String name,
    @Nullable String vehicle,
    Original original,
    BatchFormat format) {}
