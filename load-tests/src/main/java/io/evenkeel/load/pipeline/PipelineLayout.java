package io.evenkeel.load.pipeline;

import io.evenkeel.gateway.GatewayMain;
import io.evenkeel.localstack.LocalKafkaMain;
import io.evenkeel.localstack.LocalPostgres;
import io.evenkeel.processor.ProcessorMain;
import io.evenkeel.sink.SinkMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the parts of a pipeline on this machine keep their data and listen, and how they are run.
 *
 * @param directory for data and logs
 * @param kafkaPort of the broker
 * @param gatewayPort where clients send
 * @param postgresPort of the database
 */
public record PipelineLayout(Path directory, int kafkaPort, int gatewayPort, int postgresPort) {

  /** On ports that are free now. */
  public static PipelineLayout on(Path directory) throws IOException {
    return new PipelineLayout(directory, freePort(), freePort(), freePort());
  }

  /** A port that nobody listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The broker's address. */
  public String kafka() {
    return "127.0.0.1:" + kafkaPort;
  }

  /** Whether the broker's port takes connections. */
  public boolean brokerListens() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), kafkaPort)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The gateway's base address. */
  public URI gateway() {
    return URI.create("http://127.0.0.1:" + gatewayPort);
  }

  /** The state directory of the processor. */
  public Path processorState() {
    return directory.resolve("processor");
  }

  /** The database's directory. */
  public Path postgres() {
    return directory.resolve("postgres");
  }

  /** Where a process writes its log. */
  public Path log(String name) {
    return directory.resolve(name + ".log");
  }

  /** Where a service says whether it works. */
  public static URI health(int adminPort) {
    return URI.create("http://127.0.0.1:" + adminPort + "/health/readiness");
  }

  /** The broker. */
  public ServiceCommand broker(String heap) {
    List<String> arguments =
        List.of(
            "--data-dir",
            directory.resolve("kafka").toString(),
            "--port",
            Integer.toString(kafkaPort));
    return new ServiceCommand("broker", LocalKafkaMain.class, heap, arguments, Map.of());
  }

  /** The gateway. */
  public ServiceCommand gateway(String heap, int adminPort) {
    Map<String, String> environment =
        Map.of(
            "EVENKEEL_GATEWAY_BOOTSTRAP_SERVERS",
            kafka(),
            "EVENKEEL_GATEWAY_HOST",
            "127.0.0.1",
            "EVENKEEL_GATEWAY_PORT",
            Integer.toString(gatewayPort),
            "EVENKEEL_GATEWAY_ADMIN_PORT",
            Integer.toString(adminPort),
            // There is one broker.
            "EVENKEEL_GATEWAY_DURABILITY_REPLICAS_MIN",
            "1",
            "EVENKEEL_GATEWAY_DURABILITY_INSYNC_MIN",
            "1");
    return new ServiceCommand("gateway", GatewayMain.class, heap, List.of(), environment);
  }

  /** The processor. */
  public ServiceCommand processor(String heap, int adminPort) {
    Map<String, String> environment =
        Map.of(
            "EVENKEEL_PROCESSOR_BOOTSTRAP_SERVERS", kafka(),
            "EVENKEEL_PROCESSOR_STATE_DIRECTORY", processorState().toString(),
            "EVENKEEL_PROCESSOR_REPLICATION_FACTOR", "1",
            "EVENKEEL_PROCESSOR_ADMIN_HOST", "127.0.0.1",
            "EVENKEEL_PROCESSOR_ADMIN_PORT", Integer.toString(adminPort));
    return new ServiceCommand("processor", ProcessorMain.class, heap, List.of(), environment);
  }

  /** A sink. */
  public ServiceCommand sink(String name, String heap, int adminPort, LocalPostgres database) {
    Map<String, String> environment =
        Map.of(
            "EVENKEEL_SINK_BOOTSTRAP_SERVERS", kafka(),
            "EVENKEEL_SINK_JDBC_URL", database.jdbcUrl(),
            "EVENKEEL_SINK_DATABASE_USER", database.user(),
            "EVENKEEL_SINK_DATABASE_PASSWORD", database.password(),
            "EVENKEEL_SINK_ADMIN_HOST", "127.0.0.1",
            "EVENKEEL_SINK_ADMIN_PORT", Integer.toString(adminPort));
    return new ServiceCommand(name, SinkMain.class, heap, List.of(), environment);
  }

  /** The database's address with user and password. */
  public static String jdbcUrl(LocalPostgres database) {
    return "%s?user=%s&password=%s&currentSchema=evenkeel"
        .formatted(database.jdbcUrl(), database.user(), database.password());
  }
}
