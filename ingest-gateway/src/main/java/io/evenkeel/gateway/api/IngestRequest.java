package io.evenkeel.gateway.api;

import io.evenkeel.gateway.letter.SentBody;
import io.evenkeel.runtime.trace.TraceContext;

/**
 * A batch as it came in.
 *
 * @param sender who sends it, and where to
 * @param body as sent, with what its headers say of it
 * @param trace where its trace has come to
 */
record IngestRequest(Sender sender, SentBody body, TraceContext trace) {}
