package io.evenkeel.localstack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How to run a {@link LocalKafka}. Immutable.
 *
 * @param directory where the broker keeps its data; made when absent
 * @param port the port of the broker
 * @param brokerProperties broker settings that differ from {@link KafkaSettings}
 */
public record LocalKafkaOptions(
    Path directory, PortRequest port, Map<String, String> brokerProperties) {
  public LocalKafkaOptions {
    brokerProperties = Map.copyOf(brokerProperties);
    KafkaSettings.refuseReserved(brokerProperties);
  }

  /** A broker on this directory, on any free port, with the usual settings. */
  public static LocalKafkaOptions in(Path directory) {
    return new LocalKafkaOptions(directory, PortRequest.ANY, Map.of());
  }

  /** Listens on this port and no other; 0 means any free one. */
  public LocalKafkaOptions withPort(int port) {
    return new LocalKafkaOptions(directory, this.port.withFixed(port), brokerProperties);
  }

  /** With no fixed port, listens on this port if it is free; 0 means no preference. */
  public LocalKafkaOptions withPreferredPort(int port) {
    return new LocalKafkaOptions(directory, this.port.withPreferred(port), brokerProperties);
  }

  /** Sets a broker property; the last word on it, except for listeners, roles and directories. */
  public LocalKafkaOptions withBrokerProperty(String name, String value) {
    Map<String, String> properties = new HashMap<>(brokerProperties);
    properties.put(name, value);
    return new LocalKafkaOptions(directory, port, properties);
  }
}
