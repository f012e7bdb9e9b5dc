package io.evenkeel.sink.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PressureGaugesTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Pressure SOME = new Pressure(480_000, 90.5, 0.25);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final PressureGauges gauges = new PressureGauges(registry, now::get);

  @Test
  void showNothingBeforeTheFirstReading() {
    gauges.hideStale();

    assertThat(registry.scrape()).isEmpty();
  }

  @Test
  void showAReadingUnderTheNamesThatQueriesUse() {
    gauges.show(reading(START));
    now.set(START.plusMillis(1_500));

    assertThat(registry.scrape())
        .contains(
            "evenkeel_pressure_records{lane=\"live\",stage=\"sink\"} 480000.0",
            "evenkeel_pressure_seconds{lane=\"backfill\",stage=\"processor\"} 90.5",
            "evenkeel_pressure_retention_ratio{lane=\"live\",stage=\"processor\"} 0.25",
            "evenkeel_pressure_age_seconds 1.5");
  }

  @Test
  void leaveTheExpositionWhenTheReadingIsOld() {
    gauges.show(reading(START));
    now.set(START.plus(Reading.AGE_MAX).plusMillis(1));

    gauges.hideStale();

    assertThat(registry.scrape()).isEmpty();
  }

  @Test
  void stayWhileReadingsFollowOneAnother() {
    gauges.show(reading(START));
    now.set(START.plus(Duration.ofMinutes(10)));
    gauges.show(reading(now.get()));

    gauges.hideStale();

    assertThat(registry.scrape()).contains("evenkeel_pressure_age_seconds 0.0");
  }

  @Test
  void leaveTheExpositionWhenTheRoleIsOverAndComeBackWithIt() {
    gauges.show(reading(START));
    gauges.hide();
    assertThat(registry.scrape()).isEmpty();

    gauges.show(reading(START));

    assertThat(registry.scrape()).contains("evenkeel_pressure_records");
  }

  private static Reading reading(Instant at) {
    Map<Queue, Pressure> pressures =
        Queue.all().stream().collect(Collectors.toMap(Function.identity(), queue -> SOME));
    return new Reading(at, pressures);
  }
}
