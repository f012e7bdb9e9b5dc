package io.evenkeel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class BuildInfoTest {
  @Test
  void showsTheProjectsVersionAsALabel() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    BuildInfo.bind(registry, "sink");

    assertThat(BuildInfo.version()).matches("\\d+\\.\\d+.*");
    assertThat(registry.scrape())
        .containsPattern("evenkeel_build_info\\{service=\"sink\",version=\"\\d+\\.[^\"]+\"} 1\n");
  }
}
