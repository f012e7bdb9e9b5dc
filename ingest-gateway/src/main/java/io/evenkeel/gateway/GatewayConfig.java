package io.evenkeel.gateway;

import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.gateway.api.InFlightConfig;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.directory.DirectoryConfig;
import io.evenkeel.gateway.letter.DeadLetter;
import io.evenkeel.gateway.letter.LetterConfig;
import io.evenkeel.gateway.publish.PublishConfig;
import java.time.Duration;

/**
 * Everything a gateway is told. Keys under {@code gateway}; {@link #of} gives the defaults of a
 * gateway inside another program, which listens on the loopback address only.
 *
 * @param kafkaBootstrapServers where Kafka is, {@code host:port} separated by commas
 * @param host address to listen on
 * @param port port of the telemetry routes, 0 to choose a free one
 * @param adminPort port of health and metrics, 0 to choose a free one
 * @param decode what a batch may be
 * @param inFlight how much may be under way at once
 * @param publish how records are written
 * @param directory how the directory is followed
 * @param refusals how much may be refused and kept
 * @param letters how dead letters are written
 * @param retryAfterMax longest wait that a refused caller is asked for, or is added to the wait
 *     that its rate demands; at least 1 s
 * @param startTimeout how long Kafka and its topics may take to be there at start
 * @param stopTimeout how long requests under way may take to be answered at the end
 */
public record GatewayConfig(
    String kafkaBootstrapServers,
    String host,
    int port,
    int adminPort,
    DecodeConfig decode,
    InFlightConfig inFlight,
    PublishConfig publish,
    DirectoryConfig directory,
    RefusalConfig refusals,
    LetterConfig letters,
    Duration retryAfterMax,
    Duration startTimeout,
    Duration stopTimeout) {
  public GatewayConfig {
    if (kafkaBootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "gateway.bootstrap-servers must name at least one host:port");
    }
    requirePort(port, "port");
    requirePort(adminPort, "admin-port");
    if (port == adminPort && port != 0) {
      throw new IllegalArgumentException("gateway.port and gateway.admin-port must differ");
    }
    if (decode.bodySentBytesMax() > DeadLetter.CONTENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "gateway.decode.body-sent-bytes-max must be at most "
              + DeadLetter.CONTENT_BYTES_MAX
              + ", so that a refused body can be kept");
    }
    requireSeconds(retryAfterMax, "retry-after-max");
    requireSeconds(startTimeout, "start-timeout");
    requireSeconds(stopTimeout, "stop-timeout");
  }

  /** A gateway on the loopback address with free ports and default limits. */
  public static GatewayConfig of(String kafkaBootstrapServers) {
    return new GatewayConfig(
        kafkaBootstrapServers,
        "127.0.0.1",
        0,
        0,
        DecodeConfig.DEFAULT,
        InFlightConfig.DEFAULT,
        PublishConfig.DEFAULT,
        DirectoryConfig.DEFAULT,
        RefusalConfig.DEFAULT,
        LetterConfig.DEFAULT,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }

  /** The same with another address to listen on. */
  public GatewayConfig withHost(String newHost) {
    return with(newHost, port, adminPort, decode, inFlight, publish, directory, refusals);
  }

  /** The same with other ports, each 0 to choose a free one. */
  public GatewayConfig withPorts(int newPort, int newAdminPort) {
    return with(host, newPort, newAdminPort, decode, inFlight, publish, directory, refusals);
  }

  /** The same with another port of the telemetry routes, 0 to choose a free one. */
  public GatewayConfig withPort(int newPort) {
    return withPorts(newPort, adminPort);
  }

  /** The same with another port of health and metrics, 0 to choose a free one. */
  public GatewayConfig withAdminPort(int newAdminPort) {
    return withPorts(port, newAdminPort);
  }

  /** The same with other limits of a batch. */
  public GatewayConfig withDecode(DecodeConfig newDecode) {
    return with(host, port, adminPort, newDecode, inFlight, publish, directory, refusals);
  }

  /** The same with other bounds of what is under way. */
  public GatewayConfig withInFlight(InFlightConfig newInFlight) {
    return with(host, port, adminPort, decode, newInFlight, publish, directory, refusals);
  }

  /** The same with another way of writing. */
  public GatewayConfig withPublish(PublishConfig newPublish) {
    return with(host, port, adminPort, decode, inFlight, newPublish, directory, refusals);
  }

  /** The same with another way of following the directory. */
  public GatewayConfig withDirectory(DirectoryConfig newDirectory) {
    return with(host, port, adminPort, decode, inFlight, publish, newDirectory, refusals);
  }

  /** The same with another bound of what is refused and kept. */
  public GatewayConfig withRefusals(RefusalConfig newRefusals) {
    return with(host, port, adminPort, decode, inFlight, publish, directory, newRefusals);
  }

  /** The same with other time-outs. */
  public GatewayConfig withTimeouts(Duration newStartTimeout, Duration newStopTimeout) {
    return new GatewayConfig(
        kafkaBootstrapServers,
        host,
        port,
        adminPort,
        decode,
        inFlight,
        publish,
        directory,
        refusals,
        letters,
        retryAfterMax,
        newStartTimeout,
        newStopTimeout);
  }

  private GatewayConfig with(
      String newHost,
      int newPort,
      int newAdminPort,
      DecodeConfig newDecode,
      InFlightConfig newInFlight,
      PublishConfig newPublish,
      DirectoryConfig newDirectory,
      RefusalConfig newRefusals) {
    return new GatewayConfig(
        kafkaBootstrapServers,
        newHost,
        newPort,
        newAdminPort,
        newDecode,
        newInFlight,
        newPublish,
        newDirectory,
        newRefusals,
        letters,
        retryAfterMax,
        startTimeout,
        stopTimeout);
  }

  private static void requirePort(int value, String key) {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException("gateway." + key + " must be 0 to 65535, was " + value);
    }
  }

  private static void requireSeconds(Duration value, String key) {
    if (value.toSeconds() < 1 || value.toHours() > 1) {
      throw new IllegalArgumentException("gateway." + key + " must be 1 s to 1 h, was " + value);
    }
  }
}
