package io.evenkeel.gateway;

import io.evenkeel.gateway.admission.LimitConfig;
import io.evenkeel.gateway.admission.RecoveryConfig;
import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.gateway.api.InFlightConfig;
import io.evenkeel.gateway.connection.ConnectionConfig;
import io.evenkeel.gateway.connection.TlsConfig;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.directory.DirectoryConfig;
import io.evenkeel.gateway.letter.DeadLetter;
import io.evenkeel.gateway.letter.LetterConfig;
import io.evenkeel.gateway.publish.PublishConfig;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySourcePropertyResolver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything a gateway is told. Keys under {@code gateway}; {@link #of} gives the defaults of a
 * gateway inside another program, which listens on the loopback address only.
 *
 * @param kafkaBootstrapServers where Kafka is, {@code host:port} separated by commas
 * @param host address to listen on
 * @param port port of the telemetry routes, 0 to choose a free one
 * @param adminPort port of health and metrics, 0 to choose a free one
 * @param connections how long connections and their requests may take
 * @param tls the certificate of the telemetry port; without one it is not encrypted
 * @param durability what the brokers must do
 * @param decode what a batch may be
 * @param inFlight how much may be under way at once
 * @param publish how records are written
 * @param directory how the directory is followed
 * @param limits how much each vehicle and each tenant may send
 * @param recovery when requests are refused because the log does not acknowledge
 * @param refusals how much may be refused and kept
 * @param letters how dead letters are written
 * @param retryAfterMax longest wait that a refused caller is asked for, or is added to the wait
 *     that its rate demands; at least 1 s
 * @param startTimeout how long Kafka and its topics may take to be there at start
 * @param stopTimeout how long requests under way may take to be answered at the end
 * @param simulateAnswers whether requests get the answer that they ask for by the header {@code
 *     Evenkeel-Answer}; for people who write devices, never in production
 */
public record GatewayConfig(
    String kafkaBootstrapServers,
    String host,
    int port,
    int adminPort,
    ConnectionConfig connections,
    Optional<TlsConfig> tls,
    DurabilityConfig durability,
    DecodeConfig decode,
    InFlightConfig inFlight,
    PublishConfig publish,
    DirectoryConfig directory,
    LimitConfig limits,
    RecoveryConfig recovery,
    RefusalConfig refusals,
    LetterConfig letters,
    Duration retryAfterMax,
    Duration startTimeout,
    Duration stopTimeout,
    boolean simulateAnswers) {
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
        ConnectionConfig.DEFAULT,
        Optional.empty(),
        DurabilityConfig.LOCAL,
        DecodeConfig.DEFAULT,
        InFlightConfig.DEFAULT,
        PublishConfig.DEFAULT,
        DirectoryConfig.DEFAULT,
        LimitConfig.DEFAULT,
        RecoveryConfig.DEFAULT,
        RefusalConfig.DEFAULT,
        LetterConfig.DEFAULT,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        false);
  }

  /**
   * Reads {@code EVENKEEL_GATEWAY_…} variables; docs/reference/settings.md lists them. Unlike
   * {@link #of} it listens on all addresses and asks for topics that are durable in production.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it
   */
  public static GatewayConfig fromEnvironment(Map<String, String> environment) {
    return new GatewaySettings(
            new PropertySourcePropertyResolver(
                PropertySource.of(
                    "environment",
                    Map.copyOf(environment),
                    PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE)))
        .read();
  }

  /** The same with another address to listen on. */
  public GatewayConfig withHost(String newHost) {
    return with(draft -> draft.host = newHost);
  }

  /** The same with other ports, each 0 to choose a free one. */
  public GatewayConfig withPorts(int newPort, int newAdminPort) {
    return withPort(newPort).withAdminPort(newAdminPort);
  }

  /** The same with another port of the telemetry routes, 0 to choose a free one. */
  public GatewayConfig withPort(int newPort) {
    return with(draft -> draft.port = newPort);
  }

  /** The same with another port of health and metrics, 0 to choose a free one. */
  public GatewayConfig withAdminPort(int newAdminPort) {
    return with(draft -> draft.adminPort = newAdminPort);
  }

  /** The same with other bounds of connections. */
  public GatewayConfig withConnections(ConnectionConfig newConnections) {
    return with(draft -> draft.connections = newConnections);
  }

  /** The same with a certificate for the telemetry port. */
  public GatewayConfig withTls(TlsConfig newTls) {
    return with(draft -> draft.tls = Optional.of(newTls));
  }

  /** The same with other demands on the brokers. */
  public GatewayConfig withDurability(DurabilityConfig newDurability) {
    return with(draft -> draft.durability = newDurability);
  }

  /** The same with other limits of a batch. */
  public GatewayConfig withDecode(DecodeConfig newDecode) {
    return with(draft -> draft.decode = newDecode);
  }

  /** The same with other bounds of what is under way. */
  public GatewayConfig withInFlight(InFlightConfig newInFlight) {
    return with(draft -> draft.inFlight = newInFlight);
  }

  /** The same with another way of writing. */
  public GatewayConfig withPublish(PublishConfig newPublish) {
    return with(draft -> draft.publish = newPublish);
  }

  /** The same with another way of following the directory. */
  public GatewayConfig withDirectory(DirectoryConfig newDirectory) {
    return with(draft -> draft.directory = newDirectory);
  }

  /** The same with other limits of vehicles and tenants. */
  public GatewayConfig withLimits(LimitConfig newLimits) {
    return with(draft -> draft.limits = newLimits);
  }

  /** The same with another way back after an outage of the log. */
  public GatewayConfig withRecovery(RecoveryConfig newRecovery) {
    return with(draft -> draft.recovery = newRecovery);
  }

  /** The same with another bound of what is refused and kept. */
  public GatewayConfig withRefusals(RefusalConfig newRefusals) {
    return with(draft -> draft.refusals = newRefusals);
  }

  /** The same with other time-outs. */
  public GatewayConfig withTimeouts(Duration newStartTimeout, Duration newStopTimeout) {
    return with(draft -> {
      draft.startTimeout = newStartTimeout;
      draft.stopTimeout = newStopTimeout;
    });
  }

  /** The same, giving the answers that requests ask for. */
  public GatewayConfig withSimulatedAnswers() {
    return with(draft -> draft.simulateAnswers = true);
  }

  private GatewayConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
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

  // A configuration while it is changed; the language cannot yet derive one record from another.
  private static final class Draft {
    private final GatewayConfig from;
    private String host;
    private int port;
    private int adminPort;
    private ConnectionConfig connections;
    private Optional<TlsConfig> tls;
    private DurabilityConfig durability;
    private DecodeConfig decode;
    private InFlightConfig inFlight;
    private PublishConfig publish;
    private DirectoryConfig directory;
    private LimitConfig limits;
    private RecoveryConfig recovery;
    private RefusalConfig refusals;
    private Duration startTimeout;
    private Duration stopTimeout;
    private boolean simulateAnswers;

    Draft(GatewayConfig from) {
      this.from = from;
      this.host = from.host;
      this.port = from.port;
      this.adminPort = from.adminPort;
      this.connections = from.connections;
      this.tls = from.tls;
      this.durability = from.durability;
      this.decode = from.decode;
      this.inFlight = from.inFlight;
      this.publish = from.publish;
      this.directory = from.directory;
      this.limits = from.limits;
      this.recovery = from.recovery;
      this.refusals = from.refusals;
      this.startTimeout = from.startTimeout;
      this.stopTimeout = from.stopTimeout;
      this.simulateAnswers = from.simulateAnswers;
    }

    GatewayConfig build() {
      return new GatewayConfig(
          from.kafkaBootstrapServers,
          host,
          port,
          adminPort,
          connections,
          tls,
          durability,
          decode,
          inFlight,
          publish,
          directory,
          limits,
          recovery,
          refusals,
          from.letters,
          from.retryAfterMax,
          startTimeout,
          stopTimeout,
          simulateAnswers);
    }
  }
}
