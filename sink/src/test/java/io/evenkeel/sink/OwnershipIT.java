package io.evenkeel.sink;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However many processes believe that a partition is theirs, each record is stored once. */
class OwnershipIT {
  private static final long TIME = Events.INGEST - 3_600_000;
  private static final int EVENTS = 20;

  private Bench bench;
  private int sent;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void losesAndDoublesNothingWhileSinksComeAndGo() {
    Sink first = bench.startSink();
    send(60);
    Sink second = bench.startSink();
    send(60);
    bench.stop(first);
    send(60);
    Sink third = bench.startSink();
    send(60);
    bench.stop(second);
    send(60);

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce();
    assertThat(third.isRunning()).isTrue();
    assertThat(bench.number("SELECT sum(duplicate_sink) FROM evenkeel.book")).isZero();
  }

  @Test
  void storesNothingUnderAnEpochThatAnotherHasRaised() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    bench.startSink(bench.config(), registry);
    send(8);
    bench.awaitStored(Lane.LIVE);

    // As if another process had claimed the partitions: this one does not know yet.
    bench.execute("UPDATE evenkeel.sink_position SET epoch = epoch + 1");
    send(40);

    // It finds out, gives the partitions up, and claims them anew, since Kafka says they are its
    // own.
    bench.awaitStored(Lane.LIVE);
    assertStoredOnce();
    assertThat(
            bench.number(
                "SELECT min(epoch) FROM evenkeel.sink_position WHERE next_source_offset > 4"))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void goesOnWhereACrashedSinkStopped() {
    Sink sink = bench.startSink();
    send(30);
    bench.stop(sink);
    send(30);

    bench.startSink();

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce();
  }

  @Test
  void movesThePositionOverTransactionMarkers() {
    bench.startSink();
    send(4);
    bench.awaitStored(Lane.LIVE);

    // One record a transaction: the marker takes the offset after it.
    for (List<Object> row :
        bench.rows(
            "SELECT next_offset, next_source_offset FROM evenkeel.sink_position"
                + " WHERE topic = 'evenkeel.clean.live' AND next_source_offset IS NOT NULL")) {
      assertThat(row.get(0)).isEqualTo(2 * (Long) row.get(1));
    }
  }

  @Test
  void mirrorsPositionsToKafkaForToolsThatShowLag() {
    bench.startSink();
    send(20);
    bench.awaitStored(Lane.LIVE);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(bench.mirroredPositions("evenkeel-sink-live"))
                .containsAllEntriesOf(bench.positions("evenkeel.clean.live")));
  }

  @Test
  void waitsForTopicsThatDoNotExistYet() {
    bench.deleteTopics();
    Sink sink = bench.startSink();

    bench.recreateTopics();
    send(10);

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce();
    assertThat(sink.isRunning()).isTrue();
  }

  private void send(int records) {
    for (int i = 0; i < records; i++, sent++) {
      bench.send(
          Lane.LIVE, record("acme", "", drive("car" + sent % 8, TIME + sent * 60_000L, 0, EVENTS)));
    }
  }

  private void assertStoredOnce() {
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading"))
        .isEqualTo((long) sent * EVENTS);
    assertThat(bench.number("SELECT sum(stored) FROM evenkeel.book"))
        .isEqualTo((long) sent * EVENTS);
  }
}
