package io.evenkeel.runtime.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as the headers {@code traceparent} and {@code tracestate} of W3C Trace
 * Context say it. What they say comes from outside: anything that is not as the standard has it, or
 * longer than it demands, is not there. Immutable.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
public final class TraceContext {
  /** Header that names the trace, the span and whether it is recorded. */
  public static final String TRACEPARENT = "traceparent";

  /** Header with what the tracing systems on the way add; handed on as it is. */
  public static final String TRACESTATE = "tracestate";

  /** No trace. */
  public static final TraceContext NONE = new TraceContext(SpanContext.getInvalid());

  // A later version may be longer than today's 55 characters.
  private static final int TRACEPARENT_CHARACTERS_MAX = 128;

  /** What the standard asks to hand on at least. */
  private static final int TRACESTATE_CHARACTERS_MAX = 512;

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Map<String, String>> GETTER = new FromMap();

  private final SpanContext span;

  private TraceContext(SpanContext span) {
    this.span = span;
  }

  static TraceContext of(SpanContext span) {
    return span.isValid() ? new TraceContext(span) : NONE;
  }

  /** What two headers say, or {@link #NONE}. */
  public static TraceContext parse(@Nullable String traceparent, @Nullable String tracestate) {
    if (traceparent == null || traceparent.length() > TRACEPARENT_CHARACTERS_MAX) {
      return NONE;
    }
    Map<String, String> headers = new HashMap<>();
    headers.put(TRACEPARENT, traceparent);
    if (tracestate != null && tracestate.length() <= TRACESTATE_CHARACTERS_MAX) {
      headers.put(TRACESTATE, tracestate);
    }
    return of(Span.fromContext(W3C.extract(Context.root(), headers, GETTER)).getSpanContext());
  }

  /**
   * What the headers of a record say, or {@link #NONE}.
   *
   * @param headers gives a header's value by its name, null where there is none
   */
  public static TraceContext read(Function<String, byte @Nullable []> headers) {
    byte[] traceparent = headers.apply(TRACEPARENT);
    return traceparent == null ? NONE : parse(text(traceparent), text(headers.apply(TRACESTATE)));
  }

  /**
   * Writes the headers of a record: none, one or two.
   *
   * @param headers takes a name and a value
   */
  public void write(BiConsumer<String, byte[]> headers) {
    W3C.inject(
        Context.root().with(Span.wrap(span)),
        headers,
        (to, name, value) -> Objects.requireNonNull(to).accept(name, value.getBytes(US_ASCII)));
  }

  /** Whether there is a trace. */
  public boolean isPresent() {
    return span.isValid();
  }

  /** Whether the trace is recorded. */
  public boolean isSampled() {
    return span.isSampled();
  }

  /** The trace's id, 32 hexadecimal digits. */
  public String traceId() {
    return span.getTraceId();
  }

  SpanContext span() {
    return span;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceContext context && context.span.equals(span);
  }

  @Override
  public int hashCode() {
    return span.hashCode();
  }

  /** The ids; no state, which is the caller's. */
  @Override
  public String toString() {
    return "TraceContext[" + span.getTraceId() + "-" + span.getSpanId() + "]";
  }

  // Characters beyond ASCII become invalid ones, which is right: the standard has none.
  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, US_ASCII);
  }

  private static final class FromMap implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }
}
