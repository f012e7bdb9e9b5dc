package io.evenkeel.sink;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a stage before lets pass, the table holds each event once and the books say so. */
class DuplicatesIT {
  private static final long TIME = Events.INGEST - 3_600_000;

  private static final String BOOKED =
      "SELECT lane, sum(events_out)::bigint, sum(stored)::bigint, sum(duplicate_sink)::bigint"
          + " FROM evenkeel.book GROUP BY lane ORDER BY lane";

  private Bench bench;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void storesTheSameRecordSentTwiceOnce() {
    List<Event> events = drive("truck", TIME, 0, 300);
    bench.startSink(bench.config(), registry);
    bench.send(Lane.LIVE, record("acme", "", events));
    bench.awaitStored(Lane.LIVE);

    bench.send(Lane.LIVE, record("acme", "", events));
    bench.awaitStored(Lane.LIVE);

    assertThat(count()).isEqualTo(300);
    assertThat(bench.rows(BOOKED)).containsExactly(List.of("live", 600L, 300L, 300L));
    assertThat(batches("fallback")).isEqualTo(1);
  }

  @Test
  void storesAnEventThatStandsTwiceInABatchOnce() {
    bench.send(Lane.LIVE, record("acme", speed("truck", TIME, 1, 5), speed("truck", TIME, 1, 5)));

    bench.startSink(bench.config(), registry);
    bench.awaitStored(Lane.LIVE);

    assertThat(count()).isEqualTo(1);
    assertThat(bench.rows(BOOKED)).containsExactly(List.of("live", 2L, 1L, 1L));
    assertThat(batches("copy")).isEqualTo(1);
  }

  @Test
  void storesOnlyWhatIsNewOfAnOverlappingRecord() {
    bench.startSink(bench.config(), registry);
    bench.send(Lane.LIVE, record("acme", "", drive("truck", TIME, 0, 100)));
    bench.awaitStored(Lane.LIVE);

    bench.send(Lane.LIVE, record("acme", "", drive("truck", TIME + 50_000, 50, 100)));
    bench.awaitStored(Lane.LIVE);

    assertThat(count()).isEqualTo(150);
    assertThat(bench.rows(BOOKED)).containsExactly(List.of("live", 200L, 150L, 50L));
  }

  @Test
  void storesWhatBothLanesBringOnce() {
    List<Event> events = drive("truck", TIME, 0, 200);
    bench.send(Lane.LIVE, record("acme", "", events));
    bench.send(Lane.BACKFILL, record("acme", "again", events));

    bench.startSink(bench.config(), registry);
    bench.awaitStored(Lane.LIVE);
    bench.awaitStored(Lane.BACKFILL);

    assertThat(count()).isEqualTo(200);
    assertThat(
            bench.rows(
                "SELECT sum(events_out)::bigint, sum(stored)::bigint, sum(duplicate_sink)::bigint"
                    + " FROM evenkeel.book"))
        .containsExactly(List.of(400L, 200L, 200L));
  }

  @Test
  void goesBackToPlainCopyAfterFiveBatchesWithoutDuplicates() {
    bench.startSink(bench.config(), registry);
    for (int i = 0; i < 2; i++) {
      bench.send(Lane.LIVE, record("acme", speed("truck", TIME, 1, 5)));
      bench.awaitStored(Lane.LIVE);
    }

    for (int i = 0; i < 7; i++) {
      bench.send(Lane.LIVE, record("acme", speed("truck", TIME + 1 + i, 2 + i, 5)));
      bench.awaitStored(Lane.LIVE);
    }

    // The first batch, and the two after five clean ones.
    assertThat(batches("copy")).isEqualTo(3);
    assertThat(batches("fallback")).isEqualTo(6);
    assertThat(count()).isEqualTo(8);
  }

  private long count() {
    return bench.number("SELECT count(*) FROM evenkeel.reading");
  }

  private double batches(String path) {
    return registry
        .get("evenkeel.sink.batches")
        .tags("lane", "live", "path", path)
        .counter()
        .count();
  }
}
