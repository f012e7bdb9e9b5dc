package io.evenkeel.gateway.api;

import io.evenkeel.gateway.directory.Directory;
import io.evenkeel.gateway.publish.Publisher;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether requests can succeed: the directory is current, the topics are as at start, no stop. */
@Singleton
@Readiness
final class GatewayReadiness implements HealthIndicator {
  private final Directory directory;
  private final Publisher publisher;
  private final StopSwitch stopSwitch;

  GatewayReadiness(Directory directory, Publisher publisher, StopSwitch stopSwitch) {
    this.directory = directory;
    this.publisher = publisher;
    this.stopSwitch = stopSwitch;
  }

  @Override
  public org.reactivestreams.Publisher<HealthResult> getResult() {
    Map<String, Boolean> details = new LinkedHashMap<>();
    details.put("directoryCurrent", directory.isCurrent());
    details.put("partitionsUnchanged", publisher.isReady());
    details.put("notStopping", !stopSwitch.isStopping());
    boolean ready = details.values().stream().allMatch(fine -> fine);
    return Publishers.just(
        HealthResult.builder("gateway", ready ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }
}
