package io.evenkeel.runtime.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Traces through OpenTelemetry. */
final class OtelTracing implements Tracing {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  private final SdkTracerProvider provider;
  private final io.opentelemetry.api.trace.Tracer tracer;

  OtelTracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.evenkeel");
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public TraceSpan start(
      SpanRole role, String name, TraceContext parent, List<TraceContext> links) {
    // Never the thread's current context: what is meant is always said.
    SpanBuilder builder =
        tracer
            .spanBuilder(name)
            .setSpanKind(kind(role))
            .setParent(Context.root().with(Span.wrap(parent.span())));
    links.forEach(link -> builder.addLink(link.span()));
    Span span = builder.startSpan();
    // Nobody could have any use for the id of a trace that began here and is not recorded.
    return span.isRecording() || parent.isPresent() ? new OtelSpan(span) : TraceSpan.NONE;
  }

  @Override
  public void close() {
    var _ = provider.shutdown().join(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static SpanKind kind(SpanRole role) {
    return switch (role) {
      case SERVER -> SpanKind.SERVER;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
    };
  }

  private record OtelSpan(Span span) implements TraceSpan {
    @Override
    public TraceContext context() {
      return TraceContext.of(span.getSpanContext());
    }

    @Override
    public boolean isRecorded() {
      return span.isRecording();
    }

    @Override
    public TraceSpan set(SpanKey key, String value) {
      span.setAttribute(key.id(), value);
      return this;
    }

    @Override
    public TraceSpan set(SpanKey key, long value) {
      span.setAttribute(key.id(), value);
      return this;
    }

    @Override
    public TraceSpan fail() {
      span.setStatus(StatusCode.ERROR);
      return this;
    }

    @Override
    public void end() {
      span.end();
    }
  }
}
