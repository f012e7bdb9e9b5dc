package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The very queries of the autoscalers, read from the manifests, on a real Prometheus: they follow a
 * backlog up and down, and what is lost never reads as no load.
 */
class ScalingQueriesIT {
  private static final Duration SCRAPED_WITHIN = Duration.ofSeconds(20);

  private final Exposition holder = new Exposition();
  private final Exposition other = new Exposition();
  private @Nullable PrometheusServer started;

  @BeforeEach
  void start(@TempDir Path directory) {
    assumeTrue(
        PrometheusServer.isInstalled(),
        "A real Prometheus is needed: install Debian's package `prometheus`");
    started =
        PrometheusServer.start(directory, Map.of("pod-0", holder.port(), "pod-1", other.port()));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (started != null) {
      started.close();
    }
    holder.close();
    other.close();
  }

  @ParameterizedTest
  @CsvSource({"evenkeel-processor,processor", "evenkeel-sink,sink"})
  void queriesFollowABacklogUpAndDownAndNothingIsNotZero(String scaledObject, String stage) {
    String records = ScalingQueries.of(scaledObject, "backlog");
    String seconds = ScalingQueries.of(scaledObject, "age");

    holder.says(pressure(stage, 0, 0));
    awaitValue(records, 0);
    holder.says(pressure(stage, 480_000, 1_500));
    awaitValue(records, 480_000);
    awaitValue(seconds, 1_500);
    holder.says(pressure(stage, 500, 2));
    awaitValue(records, 500);
    awaitValue(seconds, 2);

    // The caretaker hands over: for a moment both say something.
    other.says(pressure(stage, 700, 3));
    awaitValue(records, 700);
    other.says();

    // It cannot read the backlog any more and leaves the metrics out.
    holder.says("evenkeel_caretaker_holder 1");
    awaitNothing(records);
    awaitNothing(seconds);
    holder.says(pressure(stage, 600, 4));
    awaitValue(records, 600);

    // Its process is gone.
    holder.close();
    awaitNothing(records);
    awaitNothing(seconds);
    // What the manifests must not say: it would read as no load.
    assertThat(prometheus().query(records + " or vector(0)")).containsOnly(Map.entry("", 0.0));
  }

  @Test
  void requestsUnderWayAreASharePerPodAndALostPodIsLeftOut() {
    String query = ScalingQueries.inFlight("evenkeel", "pod-0|pod-1");

    holder.says(inFlight(512, 2_048));
    other.says(inFlight(1_024, 2_048));
    await()
        .atMost(SCRAPED_WITHIN)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(() ->
            assertThat(prometheus().query(query)).isEqualTo(Map.of("pod-0", 0.25, "pod-1", 0.5)));

    other.close();
    await()
        .atMost(SCRAPED_WITHIN)
        .untilAsserted(
            () -> assertThat(prometheus().query(query)).isEqualTo(Map.of("pod-0", 0.25)));
  }

  private PrometheusServer prometheus() {
    return Objects.requireNonNull(started);
  }

  private void awaitValue(String query, double value) {
    await()
        .alias(query + " is " + value)
        .atMost(SCRAPED_WITHIN)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(() -> assertThat(prometheus().query(query).values()).containsExactly(value));
  }

  private void awaitNothing(String query) {
    await()
        .alias(query + " has no answer")
        .atMost(SCRAPED_WITHIN)
        .untilAsserted(() -> assertThat(prometheus().query(query)).isEmpty());
  }

  /** Backfill's backlog is there too, and must not count. */
  private static String[] pressure(String stage, long records, long seconds) {
    return new String[] {
      "evenkeel_pressure_records{lane=\"live\",stage=\"" + stage + "\"} " + records,
      "evenkeel_pressure_records{lane=\"backfill\",stage=\"" + stage + "\"} 999999",
      "evenkeel_pressure_seconds{lane=\"live\",stage=\"" + stage + "\"} " + seconds,
      "evenkeel_pressure_seconds{lane=\"backfill\",stage=\"" + stage + "\"} 99999"
    };
  }

  private static String[] inFlight(int requests, int capacity) {
    return new String[] {
      "evenkeel_gateway_in_flight_requests " + requests,
      "evenkeel_gateway_in_flight_requests_capacity " + capacity
    };
  }
}
