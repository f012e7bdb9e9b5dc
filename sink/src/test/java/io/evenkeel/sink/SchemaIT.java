package io.evenkeel.sink;

import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.topic.Lane;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema comes up by itself, whoever asks and however often. */
class SchemaIT {
  private static final String ROLE = "plain_sink_role";

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
  void migratesOnceHoweverManyAskAtTheSameTime() {
    List<CompletableFuture<Void>> migrations =
        List.of(
            CompletableFuture.runAsync(this::migrate),
            CompletableFuture.runAsync(this::migrate),
            CompletableFuture.runAsync(this::migrate));

    migrations.forEach(CompletableFuture::join);

    assertThat(
            bench.number("SELECT count(*) FROM evenkeel.flyway_schema_history WHERE NOT success"))
        .isZero();
    assertThat(
            bench.number("SELECT count(*) FROM evenkeel.flyway_schema_history WHERE type = 'JDBC'"))
        .isEqualTo(1);
  }

  @Test
  void describesItsColumnsByTheCatalogue() {
    migrate();

    assertThat(
            bench.rows(
                "SELECT col_description('evenkeel.reading'::regclass, attnum) FROM pg_attribute"
                    + " WHERE attrelid = 'evenkeel.reading'::regclass AND attname = 'speed'"))
        .containsExactly(
            List.of("Vehicle.Speed [km/h]. Speed over ground; negative when reversing."));
  }

  @Test
  void needsNoSuperuser() {
    String database = (String) bench.rows("SELECT current_database()").getFirst().getFirst();
    bench.execute("DROP ROLE IF EXISTS " + ROLE);
    bench.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'plain'");
    bench.execute("ALTER DATABASE " + database + " OWNER TO " + ROLE);
    bench.send(Lane.LIVE, record("acme", speed("truck", Events.INGEST - 1, 1, 5)));
    bench.send(Lane.BACKFILL, record("acme", speed("truck", Events.INGEST - 1, 1, 5)));

    bench.startSink(SinkConfig.of(bench.bootstrapServers(), bench.jdbcUrl(), ROLE, "plain"));

    bench.awaitStored(Lane.LIVE);
    bench.awaitStored(Lane.BACKFILL);
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(1);
  }

  private void migrate() {
    SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
  }
}
