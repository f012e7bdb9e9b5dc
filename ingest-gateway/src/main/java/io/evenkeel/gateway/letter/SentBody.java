package io.evenkeel.gateway.letter;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request as it was sent.
 *
 * @param bytes before decompression
 * @param contentType the header of that name, or null
 * @param contentEncoding the header of that name, or null
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record SentBody(
    byte[] bytes, @Nullable String contentType, @Nullable String contentEncoding) {}
