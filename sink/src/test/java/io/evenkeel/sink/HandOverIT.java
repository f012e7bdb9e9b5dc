package io.evenkeel.sink;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The caretaker's role does not stay with a process that is gone. */
class HandOverIT {
  private static final Duration PROMISED = Duration.ofSeconds(5);

  private final SimpleMeterRegistry firstRegistry = new SimpleMeterRegistry();
  private final SimpleMeterRegistry secondRegistry = new SimpleMeterRegistry();
  private Bench bench;
  private FlakyProxy proxy;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench();
    proxy = new FlakyProxy(bench.jdbcUrl());
    SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
  }

  @AfterEach
  void close() throws IOException {
    proxy.mend();
    bench.close();
    proxy.close();
  }

  @Test
  void goesOnElsewhereWithinTheTimeThatIsPromised() {
    SinkConfig direct = bench.config();
    SinkConfig dying =
        SinkConfig.of(direct.bootstrapServers(), proxy.jdbcUrl(), direct.user(), direct.password())
            .withLanes(Set.of(Lane.BACKFILL))
            .withMigrate(false);
    bench.startSink(dying, firstRegistry);
    await().atMost(Duration.ofSeconds(30)).until(() -> isHolder(firstRegistry));
    bench.startSink(direct.withLanes(Set.of(Lane.LIVE)), secondRegistry);
    bench.send(Lane.LIVE, record("acme", "", drive("truck", Events.INGEST - 60_000, 0, 50)));
    bench.awaitStored(Lane.LIVE);
    assertThat(isHolder(secondRegistry)).isFalse();

    // All its connections end at once, without a word, as when it is killed.
    proxy.cut();
    bench.execute(
        "INSERT INTO evenkeel.dirty_range (vehicle_id, from_minute, to_minute, reason)"
            + " SELECT vehicle_id, date_trunc('minute', min(event_time)), max(event_time)"
            + " + interval '1 minute', 'late' FROM evenkeel.reading GROUP BY 1");

    await()
        .atMost(PROMISED)
        .until(() ->
            bench.number("SELECT coalesce(sum(events), 0) FROM evenkeel.vehicle_minute") == 50);
    assertThat(isHolder(secondRegistry)).isTrue();
  }

  private static boolean isHolder(SimpleMeterRegistry registry) {
    return registry.get("evenkeel.caretaker.holder").gauge().value() == 1;
  }
}
