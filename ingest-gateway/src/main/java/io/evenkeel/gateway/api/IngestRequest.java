package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.BatchFormat;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it came in.
 *
 * @param sender who sends it, and where to
 * @param contentEncoding the header of that name, or null
 * @param body as sent
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record IngestRequest(
    Sender sender, BatchFormat format, @Nullable String contentEncoding, byte[] body) {}
