package io.evenkeel.processor.topology;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.runtime.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTracingTopologyTest {
  private static final long TIME = TopologyFixture.START.toEpochMilli();
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String RECORDED = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String NOT_RECORDED = "00-" + TRACE + "-b7ad6b7169203331-00";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Tracing tracing =
      Tracing.through(
          SdkTracerProvider.builder()
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build());
  private final Path stateDirectory;

  RecordTracingTopologyTest(@TempDir Path stateDirectory) {
    this.stateDirectory = stateDirectory;
  }

  @Test
  void handsTheHeadersOnAsTheyAreWhileTracesAreOff() {
    Headers clean = cleanHeaders(Tracing.OFF, RECORDED, telemetry());

    assertThat(text(clean, "traceparent")).isEqualTo(RECORDED);
    assertThat(text(clean, "tracestate")).isEqualTo("vendor=1");
  }

  @Test
  void addsNoHeaderWhereThereIsNoTrace() {
    Headers clean = cleanHeaders(tracing, null, telemetry());

    assertThat(clean)
        .extracting(header -> header.key())
        .containsExactly(RecordHeaders.FORMAT, RecordHeaders.CLEAN);
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void handsATraceOnThatIsNotRecorded() {
    Headers clean = cleanHeaders(tracing, NOT_RECORDED, telemetry());

    assertThat(text(clean, "traceparent")).isEqualTo(NOT_RECORDED);
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void continuesATraceThatIsRecorded() {
    Headers clean = cleanHeaders(tracing, RECORDED, telemetry());

    SpanData span = exporter.getFinishedSpanItems().getFirst();
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(attribute(span, SpanKey.LANE)).isEqualTo("live");
    assertThat(attribute(span, SpanKey.OUTCOME)).isEqualTo("forwarded");
    assertThat(text(clean, "traceparent"))
        .isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    assertThat(text(clean, "tracestate")).isEqualTo("vendor=1");
  }

  @Test
  void saysWhyARecordBecameADeadLetter() {
    Headers clean = cleanHeaders(tracing, RECORDED, new byte[] {1, 2, 3});

    SpanData span = exporter.getFinishedSpanItems().getFirst();
    assertThat(attribute(span, SpanKey.OUTCOME)).isEqualTo("dead-letter");
    assertThat(attribute(span, SpanKey.CODE)).isEqualTo("malformed-record");
    assertThat(TraceContext.read(name -> clean.lastHeader(name).value()).traceId())
        .isEqualTo(TRACE);
  }

  private Headers cleanHeaders(Tracing traces, @Nullable String traceparent, byte[] value) {
    Headers headers =
        new org.apache.kafka.common.header.internals.RecordHeaders()
            .add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    if (traceparent != null) {
      headers
          .add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII))
          .add("tracestate", "vendor=1".getBytes(StandardCharsets.US_ASCII));
    }
    try (TopologyFixture topology =
        new TopologyFixture(stateDirectory, TopologyFixture.MINUTES, traces)) {
      topology.send(Lane.LIVE, TENANT, value, headers);
      return topology.onlyClean(Lane.LIVE).headers();
    }
  }

  private static byte[] telemetry() {
    return record(TIME, block(counted("v", 1, TIME))).toBytes();
  }

  private static @Nullable String attribute(SpanData span, SpanKey key) {
    return span.getAttributes().get(AttributeKey.stringKey(key.id()));
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.US_ASCII);
  }
}
