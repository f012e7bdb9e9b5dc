package io.evenkeel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.topic.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The devices of the guide against a gateway that refuses, drops, and loses its answers. */
class DeviceExamplesIT {
  private static final Path EXAMPLES =
      Path.of("..", "docs", "guides", "examples").toAbsolutePath().normalize();
  private static final int EVENTS = 6;
  // Fewer than a device sends at once, so that it has to split.
  private static final int EVENTS_MAX = 4;

  private static RunningGateway running;
  private static String key;

  @TempDir private Path directory = Path.of(".");

  @BeforeAll
  static void start() {
    DecodeConfig limits = DecodeConfig.DEFAULT;
    running =
        RunningGateway.start(
            GatewayConfig.of(TestStacks.shared().bootstrapServers())
                .withDecode(
                    new DecodeConfig(
                        limits.bodySentBytesMax(),
                        limits.bodyDecodedBytesMax(),
                        EVENTS_MAX,
                        limits.aheadMax(),
                        limits.ageLiveMax(),
                        limits.ageBackfillMax()))
                .withSimulatedAnswers());
    key = running.newTenant("devices");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void pythonDeviceDeliversEverythingWhateverIsAnswered() throws Exception {
    Assumptions.assumeTrue(
        runs("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))"));

    for (String fault : faults(429)) {
      deliversEverything(vehicle("py", fault), fault, this::python);
    }
    assertRefusalKeepsTheEvents("py-refused", this::python);
  }

  @Test
  void cDeviceDeliversEverythingWhateverIsAnswered() throws Exception {
    Path binary = directory.resolve("device");
    Assumptions.assumeTrue(runs("cc", "--version"));
    assertThat(
            runs(
                "cc",
                "-std=c99",
                "-O2",
                "-Wall",
                "-Werror",
                "-o",
                binary.toString(),
                EXAMPLES.resolve("device.c").toString()))
        .as("compiles without a warning")
        .isTrue();

    for (String fault : faults(503)) {
      deliversEverything(vehicle("c", fault), fault, this::c);
    }
    assertRefusalKeepsTheEvents("c-refused", this::c);
  }

  // Every second request, so that the device's own pauses stay short.
  private static List<String> faults(int status) {
    return List.of(
        "handle", status + "; retry-after=1; times=1", "drop; times=1", "ack-lost; times=1");
  }

  private interface Device {
    Run run(String vehicle, String answer, String bearer, int events) throws Exception;
  }

  private record Run(int exitCode, String output) {}

  private void deliversEverything(String vehicle, String fault, Device device) throws Exception {
    Run run = device.run(vehicle, fault, key, EVENTS);

    assertThat(run.exitCode()).as(fault + ": " + run.output()).isZero();
    assertThat(run.output()).contains("0 events open");
    assertThat(eventsOf(vehicle)).as(fault).isGreaterThanOrEqualTo(EVENTS);
  }

  private void assertRefusalKeepsTheEvents(String vehicle, Device device) throws Exception {
    Run refused = device.run(vehicle, "handle", "evk_wrong", 3);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("unauthenticated", "3 events open");

    // After a restart, with a good key, and with two new ones.
    Run later = device.run(vehicle, "handle", key, 2);
    assertThat(later.output()).contains("0 events open");
    assertThat(eventsOf(vehicle)).isEqualTo(5);
  }

  private static long eventsOf(String vehicle) {
    return TestTopics.read(running.kafka, Lane.LIVE, "devices").stream()
        .flatMap(stored -> stored.record().blocks().stream())
        .filter(block -> block.vehicle().equals(vehicle))
        .mapToLong(block -> block.size())
        .sum();
  }

  private Run python(String vehicle, String answer, String bearer, int events) throws Exception {
    return run(
        Map.of("EVENKEEL_API_KEY", bearer, "PYTHONDONTWRITEBYTECODE", "1"),
        "python3",
        EXAMPLES.resolve("device.py").toString(),
        "--url",
        running.gateway.uri().toString(),
        "--vehicle",
        vehicle,
        "--events",
        Integer.toString(events),
        "--state",
        directory.resolve(vehicle).toString(),
        "--header",
        "Evenkeel-Answer: " + answer + "; run=" + vehicle);
  }

  private Run c(String vehicle, String answer, String bearer, int events) throws Exception {
    return run(
        Map.of(
            "EVENKEEL_API_KEY",
            bearer,
            "EVENKEEL_EXTRA_HEADER",
            "Evenkeel-Answer: " + answer + "; run=" + vehicle),
        directory.resolve("device").toString(),
        running.gateway.uri().getHost(),
        Integer.toString(running.gateway.uri().getPort()),
        vehicle,
        Integer.toString(events),
        directory.resolve(vehicle + ".ndjson").toString());
  }

  private static String vehicle(String language, String fault) {
    return language + "-" + fault.replaceAll("[^a-z0-9]+", "-");
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return run(Map.of(), command).exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Run run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().putAll(new HashMap<>(environment));
    Process process = builder.redirectErrorStream(true).start();
    String output;
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      output = String.join("\n", out.lines().toList());
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("A device did not end: " + output);
    }
    return new Run(process.exitValue(), output);
  }
}
