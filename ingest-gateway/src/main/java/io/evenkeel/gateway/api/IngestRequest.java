package io.evenkeel.gateway.api;

import io.evenkeel.gateway.letter.SentBody;

/**
 * A batch as it came in.
 *
 * @param sender who sends it, and where to
 * @param body as sent, with what its headers say of it
 */
record IngestRequest(Sender sender, SentBody body) {}
