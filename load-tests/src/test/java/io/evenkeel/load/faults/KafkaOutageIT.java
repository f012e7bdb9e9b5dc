package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.admin.TopicSetup;
import io.evenkeel.load.pipeline.JavaProcess;
import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.model.directory.KeyScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka is killed under load and comes back: whatever was accepted is in its log, every answer
 * meanwhile tells the sender to come again, the gateway's memory stays level, and it lets senders
 * in again step by step. {@code -Doutage=60s} makes the outage longer.
 */
class KafkaOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MEMORY_GROWTH_BYTES_MAX = 128L << 20;

  private final Duration outage =
      Duration.parse("PT" + System.getProperty("outage", "8s").toUpperCase(Locale.ROOT));
  private final PipelineLayout layout;
  private final int adminPort;
  private JavaProcess broker;
  private final JavaProcess gateway;
  private final OutageLoad load;

  KafkaOutageIT(@TempDir Path directory) throws IOException, InterruptedException {
    layout = PipelineLayout.on(directory);
    adminPort = PipelineLayout.freePort();
    broker = startBroker();
    await("the broker listens").atMost(PATIENCE).until(layout::brokerListens);
    TopicSetup.ensure(layout.kafka());
    String key = Tenants.add(layout.kafka(), "outage", EnumSet.of(KeyScope.INGEST));
    gateway = JavaProcess.start(layout.gateway("256m", adminPort), layout.log("gateway"));
    load = new OutageLoad(layout.gateway(), key);
  }

  @BeforeEach
  void awaitGateway() {
    await("the gateway is ready").atMost(PATIENCE).until(this::isReady);
  }

  @AfterEach
  void stop() {
    load.close();
    gateway.kill();
    broker.kill();
  }

  @Test
  void nothingAcceptedIsLostAndEverybodyIsToldToComeAgain() throws Exception {
    load.start();
    await().atMost(PATIENCE).until(() -> load.acceptedEvents() > 2_000);
    long memoryBefore = gatewayBytes();

    broker.kill();
    load.startCounting();
    await().pollDelay(outage).atMost(outage.plusSeconds(5)).until(() -> true);
    long memoryMeanwhile = gatewayBytes();
    load.startCountingAgain();
    broker = startBroker();
    await("the gateway accepts again").atMost(PATIENCE).until(() -> load.acceptedSince() > 2_000);
    load.stop();

    assertThat(load.meanwhile().keySet()).allMatch(answer -> answer.startsWith("503 "));
    assertThat(load.answers().keySet()).allMatch(a -> a.matches("(202|429|503) .*"));
    assertThat(load.answersWithoutRetryAfter()).isZero();
    assertThat(memoryMeanwhile - memoryBefore).isLessThan(MEMORY_GROWTH_BYTES_MAX);
    assertThat(gateway.isAlive()).isTrue();
    assertThat(load.since()).containsKey("503 recovering");
    Set<String> accepted = load.acceptedIds();
    assertThat(LoggedIds.read(layout.kafka())).containsAll(accepted);
  }

  private JavaProcess startBroker() throws IOException {
    return JavaProcess.start(layout.broker("512m"), layout.log("broker"));
  }

  private boolean isReady() throws InterruptedException {
    URI health = PipelineLayout.health(adminPort);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  // Resident memory, from the kernel: what the heap's bound does not cover counts as well.
  private long gatewayBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + gateway.handle().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .sum();
  }
}
