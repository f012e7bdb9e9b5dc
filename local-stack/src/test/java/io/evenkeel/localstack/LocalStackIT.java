package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test finds the stack of the former one stopped on the same directory. */
class LocalStackIT {
  private static TemporaryDirectory directory;
  private final String name = "kept_" + UUID.randomUUID().toString().replace("-", "");

  @BeforeAll
  static void makeDirectory() {
    directory = TemporaryDirectory.create();
  }

  @AfterAll
  static void deleteDirectory() {
    directory.close();
  }

  private LocalStackOptions options() {
    return LocalStackOptions.in(directory.path());
  }

  private static SqlProbe sql(LocalStack stack) {
    return SqlProbe.of(stack.postgres());
  }

  private static KafkaProbe kafka(LocalStack stack) {
    return new KafkaProbe(stack.bootstrapServers());
  }

  private void writeTo(KafkaProbe kafka, SqlProbe sql) {
    kafka.createTopic(name);
    kafka.produce(name, "plain");
    kafka.produceInTransaction(name, true, "committed");
    sql.run("CREATE TABLE " + name + " (n int)");
    sql.run("INSERT INTO " + name + " VALUES (42)");
  }

  private void assertWrittenIsThere(LocalStack stack) {
    assertThat(kafka(stack).readCommitted(name)).containsExactly("plain", "committed");
    assertThat(sql(stack).one("SELECT n FROM " + name)).isEqualTo("42");
  }

  @Test
  void dataAndPortsSurviveACleanRestart() {
    int kafkaPort;
    int postgresPort;
    try (LocalStack stack = LocalStack.start(options())) {
      writeTo(kafka(stack), sql(stack));
      kafkaPort = stack.kafka().port();
      postgresPort = stack.postgres().port();
    }

    try (LocalStack stack = LocalStack.start(options())) {
      assertWrittenIsThere(stack);
      assertThat(stack.kafka().port()).isEqualTo(kafkaPort);
      assertThat(stack.postgres().port()).isEqualTo(postgresPort);
    }
  }

  @Test
  void dataSurvivesAChangeOfPorts() throws IOException {
    int kafkaPort;
    try (LocalStack stack = LocalStack.start(options())) {
      writeTo(kafka(stack), sql(stack));
      kafkaPort = stack.kafka().port();
    }

    try (ServerSocket taken = new ServerSocket(kafkaPort, 1, InetAddress.getLoopbackAddress());
        LocalStack stack = LocalStack.start(options().withPostgresPort(Ports.random().any()))) {
      assertWrittenIsThere(stack);
      assertThat(stack.kafka().port()).isNotEqualTo(taken.getLocalPort());
      assertThat(stack.postgres().port())
          .isEqualTo(RememberedPorts.read(directory.path()).postgres());
    }
  }

  @Test
  void dataSurvivesAKillOfTheProcessAndTheServerLeftBehindIsReplaced() throws IOException {
    long orphan;
    try (ChildJvm child =
        ChildJvm.start(StackChild.class, directory.path().toString(), "max_connections", "37")) {
      String[] ready = child.awaitReady();
      String password = Files.readString(directory.path().resolve("postgres/password"));
      writeTo(new KafkaProbe(ready[1]), new SqlProbe(ready[2], "evenkeel", password));
      orphan = Long.parseLong(ready[3]);
      child.kill();
    }
    assertThat(PostgresOrphans.runningOn(directory.path().resolve("postgres/data")))
        .contains(orphan);

    try (LocalStack stack = LocalStack.start(options())) {
      assertWrittenIsThere(stack);
      assertThat(PostgresOrphans.runningOn(stack.postgres().dataDirectory()))
          .contains(stack.postgres().pid())
          .doesNotContain(orphan);
      assertThat(sql(stack).one("SHOW max_connections")).isEqualTo("100");
    }
  }

  @Test
  void aSecondStackOnTheSameDirectoryIsRefused() {
    try (LocalStack stack = LocalStack.start(options())) {
      assertThatThrownBy(() -> LocalStack.start(options()))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());

      assertThat(sql(stack).one("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aStackOfAnotherProcessIsNamedByItsPid() {
    try (ChildJvm child = ChildJvm.start(StackChild.class, directory.path().toString())) {
      child.awaitReady();

      assertThatThrownBy(() -> LocalStack.start(options()))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining("pid " + child.pid());

      assertThat(child.stop()).isEqualTo(143);
    }
    assertThat(PostgresOrphans.runningOn(directory.path().resolve("postgres/data"))).isEmpty();
  }

  @Test
  void aTakenPortIsNamedAndNothingIsLeftRunning() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> LocalStack.start(options().withKafkaPort(port)))
          .isInstanceOf(PortTakenException.class)
          .hasMessageStartingWith("Port " + port + " on 127.0.0.1 is already in use");
      assertThatThrownBy(() -> LocalStack.start(options().withPostgresPort(port)))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("PostgreSQL cannot listen there");
    }
    assertThat(PostgresOrphans.runningOn(directory.path().resolve("postgres/data"))).isEmpty();
  }
}
