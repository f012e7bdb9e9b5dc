package io.evenkeel.sink.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.runtime.trace.Tracing;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.TopicIdentity;
import io.evenkeel.sink.store.Arrivals;
import io.evenkeel.sink.store.CleanItem;
import io.evenkeel.sink.store.CleanRecord;
import io.evenkeel.sink.store.StoreResult;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchTracingTest {
  private static final StoreResult STORED = new StoreResult.Stored(5, 2, 1, Arrivals.NONE);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final BatchTracing tracing =
      new BatchTracing(
          Tracing.through(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build()),
          Lane.BACKFILL);
  private final PartitionLease lease =
      new PartitionLease(
          new TopicIdentity("cluster", new UUID(0, 1), "topic"), 0, 1, 0, OptionalLong.empty());

  @Test
  void hasNoSpanForABatchThatNobodyTraces() throws SQLException {
    tracing.around(
        List.of(item(TraceContext.NONE), item(trace(1, "00")), new CleanItem(lease, 0, 1, null)),
        () -> STORED);

    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void linksABatchToEveryTraceThatItStores() throws SQLException {
    tracing.around(
        List.of(item(trace(1, "01")), item(TraceContext.NONE), item(trace(2, "01"))), () -> STORED);

    SpanData batch = only("store batch");
    assertThat(batch.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(traceId(1), traceId(2));
    assertThat(number(batch, SpanKey.RECORDS)).isEqualTo(3);
    assertThat(number(batch, SpanKey.RECORDS_TRACED)).isEqualTo(2);
    assertThat(number(batch, SpanKey.STORED)).isEqualTo(5);
    assertThat(text(batch, SpanKey.LANE)).isEqualTo("backfill");
    assertThat(text(batch, SpanKey.OUTCOME)).isEqualTo("stored");
  }

  @Test
  void endsEachTraceWithASpanThatLinksToTheBatch() throws SQLException {
    tracing.around(List.of(item(trace(1, "01")), item(trace(2, "01"))), () -> STORED);

    assertThat(spans("store"))
        .extracting(SpanData::getTraceId)
        .containsExactly(traceId(1), traceId(2));
    assertThat(spans("store"))
        .allSatisfy(span ->
            assertThat(span.getLinks().getFirst().getSpanContext().getSpanId())
                .isEqualTo(only("store batch").getSpanId()));
  }

  @Test
  void linksToNoMoreThanItsBound() throws SQLException {
    List<CleanItem> items =
        IntStream.rangeClosed(1, 100).mapToObj(i -> item(trace(i, "01"))).toList();

    tracing.around(items, () -> STORED);

    assertThat(only("store batch").getLinks()).hasSize(BatchTracing.LINKS_MAX);
    assertThat(spans("store")).hasSize(BatchTracing.LINKS_MAX);
    assertThat(number(only("store batch"), SpanKey.RECORDS_TRACED)).isEqualTo(100);
  }

  @Test
  void saysThatAnAttemptFailed() {
    assertThatThrownBy(() ->
            tracing.around(
                List.of(item(trace(1, "01"))),
                () -> {
                  throw new SQLException("no", "57P01");
                }))
        .isInstanceOf(SQLException.class);

    SpanData batch = only("store batch");
    assertThat(batch.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(batch, SpanKey.SQL_STATE)).isEqualTo("57P01");
    assertThat(spans("store")).hasSize(1);
  }

  @Test
  void doesNothingWhileTracesAreOff() throws SQLException {
    BatchTracing off = new BatchTracing(Tracing.OFF, Lane.LIVE);

    assertThat(off.around(List.of(item(trace(1, "01"))), () -> STORED)).isSameAs(STORED);
    assertThat(off.isOn()).isFalse();
  }

  private CleanItem item(TraceContext trace) {
    CleanSummary summary = new CleanSummary(0, 0, 1, 1, 0, 0, List.of());
    return new CleanItem(
        lease, 0, 1, new CleanRecord(0, 0, "tenant", new byte[1], summary, 1, trace));
  }

  private static TraceContext trace(int number, String flags) {
    return TraceContext.parse("00-" + traceId(number) + "-b7ad6b7169203331-" + flags, null);
  }

  private static String traceId(int number) {
    return "%032x".formatted(number);
  }

  private SpanData only(String name) {
    assertThat(spans(name)).hasSize(1);
    return spans(name).getFirst();
  }

  private List<SpanData> spans(String name) {
    return exporter.getFinishedSpanItems().stream().filter(s -> s.getName().equals(name)).toList();
  }

  private static @Nullable Long number(SpanData span, SpanKey key) {
    return span.getAttributes().get(AttributeKey.longKey(key.id()));
  }

  private static @Nullable String text(SpanData span, SpanKey key) {
    return span.getAttributes().get(AttributeKey.stringKey(key.id()));
  }
}
