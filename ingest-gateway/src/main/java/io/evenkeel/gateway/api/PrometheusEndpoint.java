package io.evenkeel.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.MediaType;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;

/** The gateway's metrics in the Prometheus text format, under {@code /prometheus}. */
@Endpoint(id = "prometheus", defaultSensitive = false)
final class PrometheusEndpoint {
  private final PrometheusMeterRegistry registry;

  PrometheusEndpoint(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Read(produces = MediaType.TEXT_PLAIN)
  String scrape() {
    return registry.scrape();
  }
}
