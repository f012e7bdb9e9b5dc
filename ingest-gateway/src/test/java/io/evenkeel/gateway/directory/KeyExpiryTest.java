package io.evenkeel.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyExpiryTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong nowMillis = new AtomicLong(1_000_000);
  private final KeyExpiry expiry = new KeyExpiry(registry, nowMillis::get);

  @Test
  void countsDownToTheNextEnd() {
    expiry.update(OptionalLong.of(1_090_000));
    nowMillis.addAndGet(30_000);

    assertThat(registry.scrape()).contains("evenkeel_gateway_key_expiry_seconds 60.0");
  }

  @Test
  void isAbsentWhileNoKeyExpires() {
    expiry.update(OptionalLong.empty());
    assertThat(registry.scrape()).isEmpty();

    expiry.update(OptionalLong.of(1_090_000));
    expiry.update(OptionalLong.empty());

    assertThat(registry.scrape()).isEmpty();
  }
}
