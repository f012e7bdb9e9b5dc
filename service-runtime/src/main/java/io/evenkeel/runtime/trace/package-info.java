/**
 * Traces: where the time of one request went, from the gateway to the sink's transaction. Services
 * start {@link TraceSpan}s and hand {@link TraceContext}s on in the headers of what they send; what
 * becomes of the spans is known here only. Off unless an exporter is configured.
 */
@NullMarked
package io.evenkeel.runtime.trace;

import org.jspecify.annotations.NullMarked;
