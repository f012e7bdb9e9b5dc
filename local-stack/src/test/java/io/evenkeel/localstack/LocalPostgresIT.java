package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test finds the server of the former one stopped on the same directory. */
class LocalPostgresIT {
  private static TemporaryDirectory directory;

  @BeforeAll
  static void makeDirectory() {
    directory = TemporaryDirectory.create();
  }

  @AfterAll
  static void deleteDirectory() {
    directory.close();
  }

  private static Path home() {
    return directory.path().resolve("postgres");
  }

  private static LocalPostgresOptions options() {
    return LocalPostgresOptions.in(home()).withSetting("shared_buffers", "32MB");
  }

  private static void writeRow(LocalPostgres postgres) {
    SqlProbe.of(postgres).run("DROP TABLE IF EXISTS kept");
    SqlProbe.of(postgres).run("CREATE TABLE kept AS SELECT 42 AS n");
  }

  private static void startAndStopWithOneRow(LocalPostgresOptions options) {
    try (LocalPostgres postgres = LocalPostgres.start(options)) {
      writeRow(postgres);
    }
  }

  private static void assertRowIsThere(LocalPostgresOptions options) {
    try (LocalPostgres postgres = LocalPostgres.start(options)) {
      assertThat(SqlProbe.of(postgres).one("SELECT n FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void comesUpWithChecksumsPasswordAndItsOwnDatabase() throws IOException {
    try (LocalPostgres postgres = LocalPostgres.start(options())) {
      SqlProbe sql = SqlProbe.of(postgres);
      assertThat(sql.one("SHOW data_checksums")).isEqualTo("on");
      assertThat(sql.one("SELECT current_database() || ' ' || current_user"))
          .isEqualTo("evenkeel evenkeel");
      assertThat(sql.one("SELECT datlocale FROM pg_database WHERE datname = 'evenkeel'"))
          .isEqualTo("C.UTF-8");
      assertThatThrownBy(
              () -> new SqlProbe(postgres.jdbcUrl(), "evenkeel", "wrong").one("SELECT 1"))
          .hasMessageContaining("password authentication failed");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home().resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void stopsTheServerAlsoOnAnInterruptedThread() {
    LocalPostgres postgres = LocalPostgres.start(options());
    Thread.currentThread().interrupt();

    postgres.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(PostgresOrphans.runningOn(postgres.dataDirectory())).isEmpty();
  }

  @Test
  void recoversAfterAKillOfTheServer() {
    try (LocalPostgres postgres = LocalPostgres.start(options())) {
      writeRow(postgres);
      Signals.send(postgres.pid(), Signals.KILL);
    }

    assertRowIsThere(options());
  }

  @Test
  void aPidFileOfADeadProcessIsNoObstacle() throws IOException {
    startAndStopWithOneRow(options());
    Files.writeString(pidFile(), "999999999\n" + home().resolve("data") + "\n");

    assertRowIsThere(options());
  }

  @Test
  void aPidFileThatNamesALivingStrangerIsNoObstacleAndTheStrangerLives() throws IOException {
    startAndStopWithOneRow(options());
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile(), stranger.pid() + "\n" + home().resolve("data") + "\n");

      assertRowIsThere(options());

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  private Path pidFile() {
    return home().resolve("data").resolve(PostmasterFile.NAME);
  }

  @Test
  void aFailedStartSaysWhatTheServerSaid() {
    assertThatThrownBy(() -> LocalPostgres.start(options().withSetting("max_connections", "many")))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("PostgreSQL did not start")
        .hasMessageContaining("invalid value for parameter \"max_connections\": \"many\"");

    assertThat(PostgresOrphans.runningOn(home().resolve("data"))).isEmpty();
  }

  @Test
  void theServerLogHasNoStatementsAndNoRows() throws IOException {
    try (LocalPostgres postgres = LocalPostgres.start(options())) {
      SqlProbe sql = SqlProbe.of(postgres);
      sql.run("CREATE TABLE vehicle (name text PRIMARY KEY)");
      sql.run("INSERT INTO vehicle VALUES ('secret-name')");
      assertThatThrownBy(() -> sql.run("INSERT INTO vehicle VALUES ('secret-name')"))
          .hasMessageContaining("duplicate key");
    }
    assertThat(Files.readString(home().resolve("server.log")))
        .contains("duplicate key value violates unique constraint")
        .doesNotContain("secret-name");
  }

  @Test
  void worksBelowADirectoryThatTheServersAccountMayNotPass() throws IOException {
    try (TemporaryDirectory closed = TemporaryDirectory.create()) {
      Directories.setPermissions(closed.path(), Directories.PRIVATE);
      LocalPostgresOptions options = LocalPostgresOptions.in(closed.path().resolve("postgres"));

      startAndStopWithOneRow(options);

      assertRowIsThere(options);
    }
  }

  @Test
  void aServerIsToldByTheDirectoryItWorksInAndStoppedWithAllItsProcesses() {
    try (LocalPostgres postgres = LocalPostgres.start(options())) {
      Path data = postgres.dataDirectory();
      List<Long> running = PostgresOrphans.runningOn(data);
      assertThat(running).contains(postgres.pid()).hasSizeGreaterThan(1);

      PostgresOrphans.stop(data);

      assertThat(PostgresOrphans.runningOn(data)).isEmpty();
    }
  }
}
