package io.evenkeel.runtime.trace;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.Map;

/**
 * Starts the spans of one service. Whatever becomes of the spans, the service does not notice:
 * nothing here throws or waits. Safe for use by many threads.
 */
public interface Tracing extends AutoCloseable {
  /** Records nothing, reads nothing, hands nothing on. */
  Tracing OFF = new NoTracing();

  /**
   * What the standard variables {@code OTEL_…} ask for: {@link #OFF} unless they name where spans
   * go.
   *
   * @param service name of the service, unless the variables give another
   * @throws IllegalArgumentException if they make no sense; the message says which
   */
  static Tracing fromEnvironment(String service, Map<String, String> environment) {
    return OtlpTracing.isConfigured(environment)
        ? OtlpTracing.start(service, environment)
        : Tracing.OFF;
  }

  /** For programs that set OpenTelemetry up themselves; closing it closes the provider. */
  static Tracing through(SdkTracerProvider provider) {
    return new OtelTracing(provider);
  }

  /**
   * Whether spans can be recorded at all. Constant: where it is false, skip whatever only serves
   * traces.
   */
  boolean isOn();

  /**
   * Starts a span.
   *
   * @param name one of few: no numbers, nothing that a caller chooses
   * @param parent continues that trace, recorded if it is; {@link TraceContext#NONE} begins one
   * @param links further origins. A trace that begins with links is recorded if one of them is; any
   *     other by chance, as configured
   */
  TraceSpan start(SpanRole role, String name, TraceContext parent, List<TraceContext> links);

  /** {@link #start(SpanRole, String, TraceContext, List)} without links. */
  default TraceSpan start(SpanRole role, String name, TraceContext parent) {
    return start(role, name, parent, List.of());
  }

  /** Sends what is recorded, for a bounded time, and records nothing more. */
  @Override
  void close();

  /** Traces that are off. */
  record NoTracing() implements Tracing {
    @Override
    public boolean isOn() {
      return false;
    }

    @Override
    public TraceSpan start(
        SpanRole role, String name, TraceContext parent, List<TraceContext> links) {
      return TraceSpan.NONE;
    }

    @Override
    public void close() {}
  }
}
