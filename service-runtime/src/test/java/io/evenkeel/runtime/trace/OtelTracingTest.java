package io.evenkeel.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtelTracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final TraceContext RECORDED =
      TraceContext.parse("00-" + TRACE + "-b7ad6b7169203331-01", null);
  private static final TraceContext NOT_RECORDED =
      TraceContext.parse("00-" + TRACE + "-b7ad6b7169203331-00", null);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

  @Test
  void continuesATrace() {
    TraceSpan span = tracing(0).start(SpanRole.SERVER, "work", RECORDED);
    span.set(SpanKey.LANE, "live").set(SpanKey.EVENTS, 3).end();

    SpanData made = exporter.getFinishedSpanItems().getFirst();
    assertThat(made.getTraceId()).isEqualTo(TRACE);
    assertThat(made.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(made.getAttributes().get(AttributeKey.stringKey("evenkeel.lane"))).isEqualTo("live");
    assertThat(made.getAttributes().get(AttributeKey.longKey("evenkeel.events"))).isEqualTo(3);
    assertThat(span.context().traceId()).isEqualTo(TRACE);
    assertThat(span.context()).isNotEqualTo(RECORDED);
  }

  @Test
  void handsATraceOnThatTheCallerDoesNotRecord() {
    TraceSpan span = tracing(1).start(SpanRole.SERVER, "work", NOT_RECORDED);
    span.end();

    assertThat(span.isRecorded()).isFalse();
    assertThat(span.context().traceId()).isEqualTo(TRACE);
    assertThat(span.context().isSampled()).isFalse();
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void handsNothingOnOfItsOwnThatIsNotRecorded() {
    assertThat(tracing(0).start(SpanRole.SERVER, "work", TraceContext.NONE).context())
        .isSameAs(TraceContext.NONE);
  }

  @Test
  void beginsTraces() {
    TraceSpan span = tracing(1).start(SpanRole.SERVER, "work", TraceContext.NONE);

    assertThat(span.context().isSampled()).isTrue();
  }

  @Test
  void recordsABatchIfOneOfItsOriginsIsRecordedWhateverTheRatio() {
    Tracing tracing = tracing(0);

    tracing
        .start(SpanRole.CONSUMER, "batch", TraceContext.NONE, List.of(NOT_RECORDED, RECORDED))
        .end();

    SpanData batch = exporter.getFinishedSpanItems().getFirst();
    assertThat(batch.getTraceId()).isNotEqualTo(TRACE);
    assertThat(batch.getLinks()).hasSize(2);
  }

  @Test
  void doesNotRecordABatchOfOriginsThatAreNot() {
    TraceSpan batch =
        tracing(1).start(SpanRole.CONSUMER, "batch", TraceContext.NONE, List.of(NOT_RECORDED));

    assertThat(batch.isRecorded()).isFalse();
  }

  private Tracing tracing(double ratio) {
    return Tracing.through(
        SdkTracerProvider.builder()
            .setSampler(new LinkedSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio))))
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build());
  }
}
