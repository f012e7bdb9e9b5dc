package io.evenkeel.sink;

import static io.evenkeel.sink.Events.event;
import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.signal;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database refuses is kept with its reason, and everything beside it is stored. */
class PoisonIT {
  private static final long TIME = Events.INGEST - 3_600_000;

  private static final String BOOKED =
      "SELECT sum(events_out)::bigint, sum(stored)::bigint, sum(duplicate_sink)::bigint,"
          + " sum(dead_sink)::bigint FROM evenkeel.book";

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
  void keepsARefusedRowAndStoresTheRest() throws MalformedRecordException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(i == 42 ? withNul(i) : speed("truck", TIME + i, i, i));
    }
    bench.send(Lane.LIVE, record("acme", "", events));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(99);
    assertThat(bench.rows(BOOKED)).containsExactly(List.of(100L, 99L, 0L, 1L));
    List<Object> dead =
        bench
            .rows("SELECT event_index, code, message, state, payload FROM evenkeel.dead_letter")
            .getFirst();
    assertThat(dead.subList(0, 2)).isEqualTo(List.of(42, "refused-by-database"));
    assertThat((String) dead.get(2)).contains("invalid byte sequence", "22021");
    assertThat(dead.get(3)).isEqualTo("held");
    TelemetryRecord kept = TelemetryRecord.parse((byte[]) dead.get(4));
    assertThat(kept.toBytes()).isEqualTo(record("acme", withNul(42)).toBytes());
    assertThat(
            bench.rows(
                "SELECT stage, events, lane, job, vehicle, source_topic, source_offset,"
                    + " convert_from(record_key, 'UTF8'),"
                    + " (extract(epoch FROM received_at) * 1000)::bigint FROM evenkeel.dead_letter"))
        .containsExactly(
            List.of(
                "sink",
                1,
                "live",
                "",
                "truck",
                "evenkeel.telemetry.live",
                0L,
                "acme",
                Events.INGEST));
  }

  @Test
  void findsManyRefusedRows() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(i % 5 == 0 ? withNul(i) : speed("truck", TIME + i, i, i));
    }
    bench.send(Lane.LIVE, record("acme", "", events));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows(BOOKED)).containsExactly(List.of(200L, 160L, 0L, 40L));
    assertThat(bench.number("SELECT count(DISTINCT event_index) FROM evenkeel.dead_letter"))
        .isEqualTo(40);
  }

  @Test
  void findsRefusedRowsAmongDuplicates() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(speed("truck", TIME + i, i, i));
    }
    bench.startSink();
    bench.send(Lane.LIVE, record("acme", "", events));
    bench.awaitStored(Lane.LIVE);

    events.set(10, withNul(100));
    events.add(speed("truck", TIME + 200, 200, 1));
    bench.send(Lane.LIVE, record("acme", "", events));
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows(BOOKED)).containsExactly(List.of(101L, 51L, 49L, 1L));
  }

  @Test
  void keepsUnknownSignalsThatJsonbRefuses() {
    Event bad =
        event(
            "truck",
            TIME,
            1,
            List.of(),
            List.of(new ReceivedSignal("note", new SignalValue.Text("a\0b"))));
    bench.send(Lane.LIVE, record("acme", bad, speed("truck", TIME + 1, 2, 5)));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows(BOOKED)).containsExactly(List.of(2L, 1L, 0L, 1L));
  }

  @Test
  void keepsEventsTooFarFromTheirIngestTime() {
    long ahead = Events.INGEST + Duration.ofDays(30).toMillis();
    bench.send(
        Lane.LIVE,
        record(
            "acme",
            speed("truck", TIME, 1, 5),
            speed("truck", ahead, 2, 5),
            speed("truck", Long.MAX_VALUE / 2, 3, 5)));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows(BOOKED)).containsExactly(List.of(3L, 1L, 0L, 2L));
    assertThat(bench.rows("SELECT DISTINCT code FROM evenkeel.dead_letter"))
        .containsExactly(List.of("event-time-out-of-bounds"));
  }

  @Test
  void keepsVehiclesWhoseNameCannotBeStored() {
    bench.send(Lane.LIVE, record("acme", speed("tr\0uck", TIME, 1, 5)));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(
            bench.rows("SELECT code, vehicle FROM evenkeel.dead_letter WHERE vehicle_id IS NULL"))
        .containsExactly(List.of("vehicle-name-invalid", "truck"));
  }

  @Test
  void keepsARecordThatCannotBeRead() {
    int partition = 1;
    byte[] bytes = {1, 2, 3};
    bench.send(
        Lane.LIVE,
        partition,
        "acme",
        bytes,
        new CleanSummary(partition, bench.nextSource(Lane.LIVE, partition), 7, 7, 0, 0, List.of()));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows(BOOKED)).containsExactly(List.of(7L, 0L, 0L, 7L));
    assertThat(bench.rows("SELECT event_index, code, events, payload FROM evenkeel.dead_letter"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.subList(0, 3)).isEqualTo(List.of(-1, "record-malformed", 7));
          assertThat((byte[]) row.get(3)).isEqualTo(bytes);
        });
  }

  private static Event withNul(int i) {
    return event("truck", TIME + i, i, List.of(signal("evse_id", "a\0b")), List.of());
  }
}
