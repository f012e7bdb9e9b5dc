package io.evenkeel.gateway;

import io.evenkeel.gateway.admission.GatewayCount;
import io.evenkeel.gateway.directory.DirectoryFollower;
import io.evenkeel.gateway.letter.KafkaLetters;
import io.evenkeel.gateway.publish.KafkaPublisher;
import io.evenkeel.runtime.BuildInfo;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/**
 * What stands behind the HTTP server: the clients of Kafka, and the metrics.
 *
 * @param registry every metric of the gateway
 * @param jvmGc listens to the collector until it is closed
 * @param publisher writes telemetry
 * @param letters writes dead letters
 * @param directory knows tenants and keys
 * @param gateways counts the gateways that share the limits
 */
record Backend(
    PrometheusMeterRegistry registry,
    JvmGcMetrics jvmGc,
    KafkaPublisher publisher,
    KafkaLetters letters,
    DirectoryFollower directory,
    GatewayCount gateways)
    implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);

  static Backend start(GatewayConfig config, GatewayParts parts) {
    String kafka = config.kafkaBootstrapServers();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    KafkaPublisher publisher = startPublisher(config, parts, registry);
    KafkaLetters letters = startLetters(config, registry, publisher);
    DirectoryFollower directory = DirectoryFollower.start(kafka, config.directory(), registry);
    BuildInfo.bind(registry, "gateway");
    GatewayCount gateways = GatewayCount.start(config.limits(), registry);
    return new Backend(registry, bindJvm(registry), publisher, letters, directory, gateways);
  }

  /** Whether requests can succeed: the directory is current, the topics are as at start. */
  boolean isReady() {
    return directory.isCurrent() && publisher.isReady();
  }

  /** Waits until the directory has been read to its end. */
  void awaitDirectory(Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!directory.isCurrent()) {
      if (System.nanoTime() - deadlineNanos >= 0) {
        throw new GatewayStartException(
            "The directory of tenants and keys could not be read within "
                + timeout.toSeconds()
                + " s");
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new GatewayStartException("Interrupted while reading the directory", e);
      }
    }
  }

  @Override
  public void close() {
    publisher.close();
    letters.close();
    directory.close();
    gateways.close();
    jvmGc.close();
    registry.close();
  }

  private static KafkaPublisher startPublisher(
      GatewayConfig config, GatewayParts parts, PrometheusMeterRegistry registry) {
    try {
      return KafkaPublisher.start(
          config.kafkaBootstrapServers(),
          config.publish(),
          config.startTimeout(),
          registry,
          parts.producer());
    } catch (KafkaException e) {
      throw unusable(config, e);
    }
  }

  private static KafkaLetters startLetters(
      GatewayConfig config, PrometheusMeterRegistry registry, KafkaPublisher publisher) {
    try {
      return KafkaLetters.start(
          config.kafkaBootstrapServers(),
          config.letters(),
          config.publish(),
          config.startTimeout(),
          registry);
    } catch (KafkaException e) {
      publisher.close();
      throw unusable(config, e);
    }
  }

  private static GatewayStartException unusable(GatewayConfig config, KafkaException e) {
    return new GatewayStartException(
        "Kafka at " + config.kafkaBootstrapServers() + " cannot be used: " + e.getMessage(), e);
  }

  private static JvmGcMetrics bindJvm(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(registry);
    return gc;
  }
}
