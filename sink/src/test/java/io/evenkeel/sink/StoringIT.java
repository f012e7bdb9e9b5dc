package io.evenkeel.sink;

import static io.evenkeel.sink.Events.event;
import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.signal;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent is what is stored. */
class StoringIT {
  private static final long TIME = Events.INGEST - 60_000;
  private static final Duration DAY = Duration.ofDays(1);

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
  void storesEverySignalOfTheCatalogueInItsColumn() {
    List<MappedSignal> signals = new ArrayList<>();
    for (Signal signal : SignalCatalogue.standard().signals()) {
      signals.add(new MappedSignal(signal.id(), exampleOf(signal)));
    }
    bench.send(Lane.LIVE, record("acme", event("truck", TIME, 1, signals, List.of())));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    for (String table : List.of("reading", "vehicle_latest")) {
      for (Signal signal : SignalCatalogue.standard().signals()) {
        Object expected = plain(exampleOf(signal));
        assertThat(bench.rows("SELECT \"" + signal.column() + "\" FROM evenkeel." + table))
            .as(table + "." + signal.column())
            .containsExactly(List.of(expected));
      }
    }
  }

  @Test
  void storesNumbersBitByBit() {
    double[] extremes = {
      -0.0, 0.0, 1e308, -1e308, Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 100.00003, 1L << 53
    };
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < extremes.length; i++) {
      events.add(speed("truck", TIME + i, i, extremes[i]));
    }
    bench.send(Lane.LIVE, record("acme", "", events));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    List<List<Object>> stored =
        bench.rows("SELECT speed FROM evenkeel.reading ORDER BY event_time");
    assertThat(stored).hasSize(extremes.length);
    for (int i = 0; i < extremes.length; i++) {
      double value = (Double) stored.get(i).getFirst();
      assertThat(Double.doubleToRawLongBits(value))
          .as("bits of " + extremes[i])
          .isEqualTo(Double.doubleToRawLongBits(extremes[i]));
    }
  }

  @Test
  void storesTextsAndUnknownSignalsAsReceived() {
    String text = "Grüße 🚗 \"quoted\" \\ back\ttab\nline";
    List<ReceivedSignal> extras =
        List.of(
            new ReceivedSignal("na\"me", new SignalValue.Text(text)),
            new ReceivedSignal("whole", new SignalValue.Numeric(42)),
            new ReceivedSignal("half", new SignalValue.Numeric(-0.5)),
            new ReceivedSignal("yes", new SignalValue.Flag(true)));
    bench.send(
        Lane.LIVE,
        record(
            "acme",
            event("truck", TIME, 1, List.of(signal("evse_id", text)), extras),
            event("truck", TIME + 1, 2, List.of(), List.of())));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(
            bench.rows(
                "SELECT evse_id, extra->>'na\"me', extra->>'whole', extra->>'half', extra->>'yes'"
                    + " FROM evenkeel.reading WHERE extra IS NOT NULL"))
        .containsExactly(List.of(text, text, "42", "-0.5", "true"));
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading WHERE extra IS NULL"))
        .isEqualTo(1);
  }

  @Test
  void storesIdentityAndTimesExactly() {
    EventId id = EventId.ofId("an id of the device");
    Event hashed =
        new Event(
            "truck",
            TIME + 7,
            new EventIdentity.Hashed(id),
            List.of(signal("speed", 1)),
            List.of());
    bench.send(Lane.LIVE, record("acme", speed("truck", TIME, 9, 2), hashed));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(
            bench.rows(
                "SELECT event_id, (extract(epoch FROM event_time) * 1000)::bigint,"
                    + " (extract(epoch FROM ingest_time) * 1000)::bigint"
                    + " FROM evenkeel.reading ORDER BY event_time"))
        .containsExactly(
            List.of(EventId.ofSequence("boot", 9).toUuid(), TIME, Events.INGEST),
            List.of(id.toUuid(), TIME + 7, Events.INGEST));
  }

  @Test
  void storesAnEventAgainWhenItsTimeChanged() {
    bench.send(
        Lane.LIVE, record("acme", speed("truck", TIME, 1, 5), speed("truck", TIME + 1, 1, 5)));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(2);
  }

  @Test
  void makesAPartitionForEachDay() {
    List<Event> events = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      events.add(speed("truck", TIME - day * 50L * DAY.toMillis(), day, day));
    }
    bench.send(Lane.BACKFILL, record("acme", "history", events));

    bench.startSink();
    bench.awaitStored(Lane.BACKFILL);

    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(40);
    assertThat(
            bench.number(
                "SELECT count(DISTINCT tableoid) FROM evenkeel.reading WHERE speed IS NOT NULL"))
        .isEqualTo(40);
  }

  @Test
  void keepsEqualVehicleNamesOfTwoTenantsApart() {
    bench.send(Lane.LIVE, record("acme", speed("truck", TIME, 1, 10)));
    bench.send(Lane.LIVE, record("zeta", speed("truck", TIME, 1, 20)));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows("SELECT tenant, speed FROM evenkeel.reading_named ORDER BY tenant"))
        .containsExactly(List.of("acme", 10.0), List.of("zeta", 20.0));
    assertThat(
            bench.number(
                "SELECT count(*) FROM evenkeel.vehicle WHERE vehicle_id >> 40 = tenant_no"))
        .isEqualTo(2);
  }

  @Test
  void keepsForEachSignalTheValueWithTheLatestTime() {
    bench.send(
        Lane.LIVE,
        record(
            "acme",
            event("truck", TIME + 5, 1, List.of(signal("speed", 50)), List.of()),
            event("truck", TIME + 1, 2, List.of(signal("speed", 10), signal("gear", 3)), List.of()),
            event("truck", TIME + 5, 3, List.of(signal("speed", 70)), List.of())));
    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    bench.send(
        Lane.BACKFILL,
        record(
            "acme",
            "job",
            List.of(
                event("truck", TIME + 4, 4, List.of(signal("speed", 40)), List.of()),
                event("truck", TIME + 5, 5, List.of(signal("speed", 60)), List.of()),
                event("truck", TIME + 2, 6, List.of(signal("gear", 4)), List.of()))));
    bench.awaitStored(Lane.BACKFILL);

    assertThat(
            bench.rows(
                "SELECT speed, (extract(epoch FROM speed_at) * 1000)::bigint, gear,"
                    + " (extract(epoch FROM gear_at) * 1000)::bigint,"
                    + " (extract(epoch FROM last_event_time) * 1000)::bigint"
                    + " FROM evenkeel.vehicle_latest"))
        .containsExactly(List.of(70.0, TIME + 5, 4.0, TIME + 2, TIME + 5));
  }

  @Test
  void booksWhatEachRecordAccountsFor() {
    int partition = Bench.partition(record("acme", speed("truck", TIME, 1, 1)));
    var kept = record("acme", speed("truck", TIME, 1, 1), speed("truck", TIME + 1, 2, 2));
    bench.send(
        Lane.LIVE,
        partition,
        "acme",
        kept.toBytes(),
        new CleanSummary(partition, bench.nextSource(Lane.LIVE, partition), 5, 2, 3, 0, List.of()));
    var empty = new io.evenkeel.model.record.TelemetryRecord("acme", Events.INGEST, "", List.of());
    bench.send(
        Lane.LIVE,
        partition,
        "acme",
        empty.toBytes(),
        new CleanSummary(partition, bench.nextSource(Lane.LIVE, partition), 1, 0, 0, 1, List.of()));

    bench.startSink();
    bench.awaitStored(Lane.LIVE);

    assertThat(
            bench.rows(
                "SELECT slug, lane, job, partition, events_in, events_out, duplicate_processor,"
                    + " dead_processor, stored, duplicate_sink, dead_sink"
                    + " FROM evenkeel.book JOIN evenkeel.tenant USING (tenant_no)"))
        .containsExactly(List.of("acme", "live", "", partition, 6L, 2L, 3L, 1L, 2L, 0L, 0L));
  }

  private static SignalValue exampleOf(Signal signal) {
    return switch (signal.type()) {
      case NUMBER -> new SignalValue.Numeric(signal.id() + 0.125);
      case BOOLEAN -> new SignalValue.Flag(signal.id() % 2 == 0);
      case STRING -> new SignalValue.Text("value of " + signal.name());
    };
  }

  private static Object plain(SignalValue value) {
    return switch (value) {
      case SignalValue.Numeric(double number) -> number;
      case SignalValue.Flag(boolean flag) -> flag;
      case SignalValue.Text(String text) -> text;
    };
  }
}
