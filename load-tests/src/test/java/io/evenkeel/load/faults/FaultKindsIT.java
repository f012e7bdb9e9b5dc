package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.localstack.LocalPostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Faults that a random schedule does not have, on one pipeline. After each of them everything that
 * was ever acknowledged has to be stored once. The logs stay in target/.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultKindsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DISK_MEGABYTES = 400;

  private final AckBook book = new AckBook();
  private final Path directory =
      Path.of("target/fault-kinds/" + System.nanoTime()).toAbsolutePath();
  private final SmallDisk disk;
  private final FaultyPipeline pipeline;
  private int loads;

  FaultKindsIT() throws IOException {
    PipelineLayout layout = PipelineLayout.on(directory);
    disk = SmallDisk.on(layout.postgres(), DISK_MEGABYTES);
    pipeline =
        new FaultyPipeline(
            layout,
            LocalPostgresOptions.in(layout.postgres())
                .withSetting("shared_buffers", "32MB")
                .withSetting("min_wal_size", "32MB")
                .withSetting("max_wal_size", "96MB"));
  }

  @BeforeAll
  void start() throws Exception {
    pipeline.start(System.out::println);
  }

  @AfterAll
  void stop() throws IOException {
    pipeline.close();
    disk.close();
    FaultFiles.deleteData(directory);
    FaultFiles.delete(directory.resolve("backup"));
  }

  @Test
  void losesNothingWhenTheProcessorLosesItsStateDirectory() throws Exception {
    try (FaultLoad load = load()) {
      awaitEvents(1_000);
      pipeline.supervisor().kill(Target.PROCESSOR);
      FaultFiles.delete(pipeline.layout().processorState());
      pipeline.supervisor().raise(Target.PROCESSOR);
      assertThat(pipeline.supervisor().awaitReady(Target.PROCESSOR, PATIENCE)).isTrue();
      awaitEvents(1_000);
      load.finish(PATIENCE);
    }
    assertEverythingStoredOnce();
  }

  @Test
  void storesOnceWhatTwoSinksBelieveToBeTheirs() throws Exception {
    try (FaultLoad load = load()) {
      awaitEvents(1_000);
      long before = epochs();
      pipeline.supervisor().freeze(Target.SINK_1, PATIENCE);
      await("the other sink takes over").atMost(PATIENCE).until(() -> epochs() > before);
      awaitEvents(1_000);
      pipeline.supervisor().thaw(Target.SINK_1);
      awaitEvents(1_000);
      load.finish(PATIENCE);
    }
    assertEverythingStoredOnce();
  }

  @Test
  void storesAgainWhatARestoredDatabaseHasForgotten() throws Exception {
    Path backup = directory.resolve("backup");
    sendSome();
    pipeline.supervisor().kill(Target.POSTGRES);
    copy(pipeline.layout().postgres().resolve("data"), backup);
    pipeline.supervisor().raise(Target.POSTGRES);
    // Vehicles that the backup does not know, so that what the sinks remember of them is wrong.
    sendSome();
    assertEverythingStoredOnce();

    pipeline.supervisor().kill(Target.POSTGRES);
    FaultFiles.delete(pipeline.layout().postgres().resolve("data"));
    copy(backup, pipeline.layout().postgres().resolve("data"));
    pipeline.supervisor().raise(Target.POSTGRES);

    assertThat(pipeline.supervisor().awaitReady(Target.POSTGRES, PATIENCE)).isTrue();
    assertEverythingStoredOnce();
  }

  @Test
  void waitsWhileTheDatabaseHasNoRoomAndGoesOnWhenItHas() throws Exception {
    assumeThat(disk.isMounted()).as("this machine lets us mount a small file system").isTrue();
    try (FaultLoad load = load()) {
      awaitEvents(1_000);
      disk.fill();
      await("the database is out of room")
          .atMost(PATIENCE)
          .until(() ->
              Files.readString(pipeline.layout().postgres().resolve("server.log"))
                  .contains("No space left on device"));
      // Kafka is the buffer meanwhile: clients notice nothing.
      awaitEvents(1_000);
      disk.free();
      awaitEvents(1_000);
      load.finish(PATIENCE);
    }
    assertEverythingStoredOnce();
  }

  /** Whoever proves has to be able to fail. */
  @Test
  void findsARowThatIsMissingAndOneThatIsThereTwice() throws Exception {
    sendSome();
    assertEverythingStoredOnce();
    StoredCheck check = new StoredCheck(pipeline.jdbcUrl(), FaultyPipeline.TENANT);

    execute(
        "create table taken as select * from evenkeel.reading limit 1",
        "delete from evenkeel.reading r using taken t where r.vehicle_id = t.vehicle_id and r.event_time = t.event_time and r.event_id = t.event_id");
    assertThat(check.compare(book))
        .returns(1L, StoredCheck.Result::lost)
        .returns(1L, StoredCheck.Result::bookDifference);
    assertThat(check.wrongMinutes()).isEqualTo(1);

    execute(
        "insert into evenkeel.reading select * from taken",
        "update taken set event_id = gen_random_uuid()",
        "insert into evenkeel.reading select * from taken");
    assertThat(check.compare(book))
        .returns(0L, StoredCheck.Result::lost)
        .returns(1L, StoredCheck.Result::doubled);

    execute(
        "delete from evenkeel.reading r using taken t where r.event_id = t.event_id",
        "drop table taken");
  }

  private FaultLoad load() {
    long now = InstantSource.system().millis();
    FaultLoad load =
        new FaultLoad(
            pipeline.layout().gateway(), pipeline.apiKey(), book, 1, "load" + loads++, now);
    load.start();
    return load;
  }

  private void sendSome() throws InterruptedException {
    try (FaultLoad load = load()) {
      awaitEvents(1_000);
      load.finish(PATIENCE);
    }
  }

  private void awaitEvents(int more) {
    long until = book.events() + more;
    await("clients are answered").atMost(PATIENCE).until(() -> book.events() >= until);
  }

  private void assertEverythingStoredOnce() throws Exception {
    Proof.Outcome outcome = new Proof(pipeline).take(book, 0);

    assertThat(outcome.findings()).as("logs in %s", directory).isEmpty();
    assertThat(outcome.figures().kept()).isTrue();
  }

  private long epochs() throws SQLException {
    try (Connection connection = DriverManager.getConnection(pipeline.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select sum(epoch) from evenkeel.sink_position")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(pipeline.jdbcUrl());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  // With owners and permissions, of which Java copies only some.
  private static void copy(Path from, Path to) throws IOException {
    int exit =
        new ProcessBuilder("cp", "-a", from.toString(), to.toString())
            .inheritIO()
            .start()
            .onExit()
            .join()
            .exitValue();
    assertThat(exit).as("cp").isZero();
  }
}
