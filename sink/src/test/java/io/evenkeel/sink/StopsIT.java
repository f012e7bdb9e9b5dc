package io.evenkeel.sink;

import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where going on would lose or invent data, the sink stops and says why. */
class StopsIT {
  private static final long TIME = Events.INGEST - 3_600_000;

  private final TelemetryRecord record = record("acme", speed("truck", TIME, 1, 5));
  private final int partition = Bench.partition(record);
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void stopsWhereASourceRecordIsMissing() {
    Sink sink = bench.startSink();
    bench.send(Lane.LIVE, record);
    bench.awaitStored(Lane.LIVE);

    long missing = bench.nextSource(Lane.LIVE, partition);
    bench.send(Lane.LIVE, record("acme", speed("truck", TIME + 1, 2, 5)));

    assertThat(causeOf(sink))
        .hasMessageContaining("evenkeel.clean.live-" + partition)
        .hasMessageContaining("source offset " + (missing + 1))
        .hasMessageContaining(missing + " was expected");
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(1);
  }

  @Test
  void stopsWhereASourceRecordComesTwice() {
    Sink sink = bench.startSink();
    bench.send(Lane.LIVE, record);
    bench.awaitStored(Lane.LIVE);

    bench.send(
        Lane.LIVE,
        partition,
        "acme",
        record.toBytes(),
        new CleanSummary(partition, 0, 1, 1, 0, 0, List.of()));

    assertThat(causeOf(sink)).hasMessageContaining("missing or doubled");
    assertThat(sink.isRunning()).isFalse();
  }

  @Test
  void stopsWhereTheTopicWasMadeAgain() {
    Sink sink = bench.startSink();
    bench.send(Lane.LIVE, record);
    bench.awaitStored(Lane.LIVE);
    bench.stop(sink);

    bench.recreateTopics();

    assertThat(causeOf(bench.startSink())).hasMessageContaining("was deleted and made again");
  }

  @Test
  void stopsWhenTheTopicIsMadeAgainWhileItReads() {
    Sink sink = bench.startSink();
    bench.send(Lane.LIVE, record);
    bench.awaitStored(Lane.LIVE);

    bench.recreateTopics();

    assertThat(causeOf(sink)).isInstanceOf(SinkStoppedException.class);
  }

  @Test
  void stopsWhereThePositionLiesBeyondTheLog() {
    Sink sink = bench.startSink();
    bench.send(Lane.LIVE, record);
    bench.awaitStored(Lane.LIVE);
    bench.stop(sink);
    bench.execute(
        "UPDATE evenkeel.sink_position SET next_offset = 1000 WHERE partition = "
            + partition
            + " AND topic = 'evenkeel.clean.live'");

    assertThat(causeOf(bench.startSink())).hasMessageContaining("beyond the end of the log");
  }

  private static Throwable causeOf(Sink sink) {
    AtomicReference<Throwable> cause = new AtomicReference<>();
    sink.onFatal(cause::set);
    await().atMost(Duration.ofSeconds(60)).until(() -> cause.get() != null);
    return cause.get();
  }
}
