package io.evenkeel.gateway.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.Producer;

/** How much of a producer's memory is free, as gauges. */
public final class ProducerBuffer {
  private ProducerBuffer() {}

  /**
   * Registers two gauges, in bytes.
   *
   * @param prefix of their names, which end in {@code .available} and {@code .capacity}
   */
  public static void register(Producer<?, ?> producer, MeterRegistry registry, String prefix) {
    register(producer, registry, prefix + ".available", "buffer-available-bytes");
    register(producer, registry, prefix + ".capacity", "buffer-total-bytes");
  }

  private static void register(
      Producer<?, ?> producer, MeterRegistry registry, String name, String kafkaName) {
    producer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(kafkaName))
        .findFirst()
        .ifPresent(metric ->
            Gauge.builder(
                    name, metric.getValue(), value -> ((Number) value.metricValue()).doubleValue())
                .description("Memory of the Kafka producer for records under way")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry));
  }
}
