package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** As Grafana's documentation has it. */
class MacrosTest {
  private final Macros macros =
      new Macros(
          "o'hare",
          "van",
          Instant.parse("2026-01-02T00:00:00Z"),
          Instant.parse("2026-01-03T00:00:00Z"),
          Duration.ofSeconds(30));

  @Test
  void quotesVariablesInSql() {
    assertThat(macros.sql("slug = ${tenant:sqlstring}")).isEqualTo("slug = 'o''hare'");
  }

  @Test
  void limitsTheTimeInSql() {
    assertThat(macros.sql("$__timeFilter(minute) and day >= $__timeFrom()::date"))
        .isEqualTo(
            "minute BETWEEN '2026-01-02T00:00:00Z' AND '2026-01-03T00:00:00Z' and day >="
                + " '2026-01-02T00:00:00Z'::date");
  }

  @Test
  void groupsByIntervalInSql() {
    assertThat(macros.sql("$__timeGroup(minute,$__interval)"))
        .isEqualTo("floor(extract(epoch from minute)/30)*30");
    assertThat(macros.sql("$__timeGroup(minute,'1h')"))
        .isEqualTo("floor(extract(epoch from minute)/3600)*3600");
  }

  @Test
  void putsTheRatesIntervalIntoPromQl() {
    assertThat(macros.promQl("rate(a{tenant=\"$tenant\"}[$__rate_interval])"))
        .isEqualTo("rate(a{tenant=\"o'hare\"}[30s])");
  }
}
