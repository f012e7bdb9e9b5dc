package io.evenkeel.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.cli.UpProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The canary sends through the real gateway and finds its rows. */
class CanaryIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void seesItsEventsAndTellsHowFreshTheyAre() throws Exception {
    try (UpProcess up = UpProcess.start(directory.resolve("data"), "--canary")) {
      URI metrics = URI.create(up.instance().metrics());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(value(metrics, "evenkeel_canary_events_total{outcome=\"seen\"}"))
                  .isGreaterThanOrEqualTo(3));

      assertThat(value(metrics, "evenkeel_canary_events_total{outcome=\"missing\"}")).isZero();
      assertThat(value(metrics, "evenkeel_canary_freshness_seconds_bucket{le=\"30.0\"}"))
          .isGreaterThanOrEqualTo(3);
      assertThat(value(metrics, "evenkeel_canary_last_seen_age_seconds")).isBetween(0.0, 30.0);
      assertThat(up.sql("select count(*) > 2 from reading_named where tenant = 'canary'"))
          .isEqualTo("true");
    }
  }

  private static double value(URI metrics, String series) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String text =
          http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElse(-1);
    }
  }
}
