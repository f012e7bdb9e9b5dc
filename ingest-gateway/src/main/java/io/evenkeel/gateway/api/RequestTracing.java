package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.SpanRole;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.runtime.trace.TraceSpan;
import io.evenkeel.runtime.trace.Tracing;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The span of a request, from the {@link Entrance} to its answer. It continues the caller's trace.
 * Only what the entrance lets pass has one: an unknown caller must not decide what is recorded.
 * Safe for use by many threads.
 */
public final class RequestTracing {
  private static final AsciiString TRACEPARENT = AsciiString.cached(TraceContext.TRACEPARENT);
  private static final AsciiString TRACESTATE = AsciiString.cached(TraceContext.TRACESTATE);
  private static final String METHOD = "POST";

  private final Tracing tracing;

  public RequestTracing(Tracing tracing) {
    this.tracing = tracing;
  }

  /** Starts; where traces are off, the caller's headers are not even looked at. */
  TraceSpan begin(HttpRequest<?> request, Lane lane) {
    return tracing.isOn() ? start(request, lane) : TraceSpan.NONE;
  }

  /** The request was answered, or is about to be because something broke: then answer is null. */
  static void end(TraceSpan span, @Nullable HttpResponse<?> answer) {
    if (span.isRecorded()) {
      describe(span, answer);
    }
    span.end();
  }

  private TraceSpan start(HttpRequest<?> request, Lane lane) {
    String route =
        switch (lane) {
          case LIVE -> "/v1/telemetry";
          case BACKFILL -> "/v1/backfill/{job}";
        };
    return tracing
        .start(SpanRole.SERVER, METHOD + " " + route, caller(request.getHeaders()))
        .set(SpanKey.METHOD, METHOD)
        .set(SpanKey.ROUTE, route)
        .set(SpanKey.LANE, lane.id());
  }

  // Of two parents nobody could say which one counts. A long state may come in several headers.
  private static TraceContext caller(HttpHeaders headers) {
    List<String> parents = headers.getAll(TRACEPARENT);
    return parents.size() == 1
        ? TraceContext.parse(parents.getFirst(), String.join(",", headers.getAll(TRACESTATE)))
        : TraceContext.NONE;
  }

  private static void describe(TraceSpan span, @Nullable HttpResponse<?> answer) {
    if (answer == null) {
      span.set(SpanKey.OUTCOME, "failed").fail();
      return;
    }
    span.set(SpanKey.STATUS, answer.code());
    if (answer.code() < 400) {
      span.set(SpanKey.OUTCOME, "accepted");
      return;
    }
    Optional<ErrorCode> code = answer.getAttribute(ProblemResponses.CODE, ErrorCode.class);
    code.ifPresent(c -> span.set(SpanKey.CODE, c.id()));
    if (code.map(ErrorCode::isFailure).orElse(answer.code() >= 500)) {
      span.set(SpanKey.OUTCOME, "failed").fail();
    } else {
      span.set(SpanKey.OUTCOME, "refused");
    }
  }
}
