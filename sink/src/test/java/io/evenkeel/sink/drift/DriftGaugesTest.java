package io.evenkeel.sink.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftGaugesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DriftGauges gauges = new DriftGauges(registry);

  @Test
  void showsHowManyFindingsOfEachKindATenantHas() {
    gauges.show(
        Map.of(1, "acme", 2, "calm"),
        List.of(
            row(1, "soc"),
            row(1, "speed"),
            new DriftRow(1, new Finding.Failing("x", 0, 1), Instant.EPOCH)));

    assertThat(value("acme", "vanished")).isEqualTo(2);
    assertThat(value("acme", "failing")).isEqualTo(1);
    assertThat(value("acme", "appeared")).isZero();
    assertThat(value("calm", "vanished")).isZero();
  }

  @Test
  void showsTenantsBeyondTheBoundTogether() {
    Map<Integer, String> slugs = new TreeMap<>();
    IntStream.range(0, DriftGauges.TENANTS_MAX + 20).forEach(i -> slugs.put(i, "t" + i));

    gauges.show(slugs, List.of(row(3, "soc"), row(105, "soc"), row(110, "soc")));

    assertThat(value("t3", "vanished")).isEqualTo(1);
    assertThat(value("other", "vanished")).isEqualTo(2);
    assertThat(registry.getMeters()).hasSize(3 * (DriftGauges.TENANTS_MAX + 1));
  }

  @Test
  void showsNothingAfterTheRoleHasMoved() {
    gauges.show(Map.of(1, "acme"), List.of(row(1, "soc")));

    gauges.clear();

    assertThat(registry.getMeters()).isEmpty();
  }

  private double value(String tenant, String kind) {
    Gauge gauge =
        registry.get("evenkeel.drift.signals").tag("tenant", tenant).tag("kind", kind).gauge();
    return gauge.value();
  }

  private static DriftRow row(int tenantNo, String signal) {
    return new DriftRow(tenantNo, new Finding.Vanished(signal, 1, 0), Instant.EPOCH);
  }
}
