package io.evenkeel.load.pipeline;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.admin.TopicSetup;
import io.evenkeel.gateway.GatewayMain;
import io.evenkeel.localstack.LocalKafkaMain;
import io.evenkeel.localstack.LocalPostgres;
import io.evenkeel.localstack.LocalPostgresOptions;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.processor.ProcessorMain;
import io.evenkeel.sink.SinkMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Broker, database and the three services, each in a process of its own. */
final class PipelineProcesses implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final String TENANT = "bench";

  private final Path directory;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
  private final String kafka;
  private final LocalPostgres postgres;
  private final IssuedKey key;
  private final URI gateway;

  private PipelineProcesses(Path directory) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    int kafkaPort = freePort();
    this.kafka = "127.0.0.1:" + kafkaPort;
    this.gateway = URI.create("http://127.0.0.1:" + freePort());
    this.key = key();
    try {
      this.postgres =
          opened(LocalPostgres.start(LocalPostgresOptions.in(directory.resolve("postgres"))));
      processes.put("postgres", ProcessHandle.of(postgres.pid()).orElseThrow());
      startBroker(kafkaPort);
      startServices();
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static PipelineProcesses start(Path directory) throws IOException, InterruptedException {
    return new PipelineProcesses(directory);
  }

  /** By name, in the order of the flow. */
  Map<String, ProcessHandle> processes() {
    return processes;
  }

  URI gateway() {
    return gateway;
  }

  String apiKey() {
    return key.secret().reveal();
  }

  String kafka() {
    return kafka;
  }

  String jdbcUrl() {
    return "%s?user=%s&password=%s&currentSchema=evenkeel"
        .formatted(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  /** The last started is the first stopped, the broker and the database last. */
  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("A part of the pipeline did not stop: " + e.getMessage());
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.addFirst(part);
    return part;
  }

  private void startBroker(int port) throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "--data-dir", directory.resolve("kafka").toString(), "--port", Integer.toString(port));
    start("broker", LocalKafkaMain.class, "1g", arguments, Map.of());
    awaitPort(port);
    TopicSetup.ensure(kafka);
    long now = InstantSource.system().millis();
    new DirectoryClient(kafka)
        .put(
            List.of(
                new DirectoryRecord.OfTenant(new Tenant(TENANT, "Benchmark", now, false)),
                new DirectoryRecord.OfApiKey(key.stored())));
  }

  private void startServices() throws IOException, InterruptedException {
    int gatewayAdmin = freePort();
    int processorAdmin = freePort();
    int sinkAdmin = freePort();
    start("gateway", GatewayMain.class, "512m", List.of(), gatewayEnvironment(gatewayAdmin));
    start("processor", ProcessorMain.class, "1g", List.of(), processorEnvironment(processorAdmin));
    start("sink", SinkMain.class, "1g", List.of(), sinkEnvironment(sinkAdmin));
    awaitHealthy(URI.create("http://127.0.0.1:" + gatewayAdmin + "/health/readiness"));
    awaitHealthy(URI.create("http://127.0.0.1:" + processorAdmin + "/health/readiness"));
    awaitHealthy(URI.create("http://127.0.0.1:" + sinkAdmin + "/health/readiness"));
  }

  private Map<String, String> gatewayEnvironment(int adminPort) {
    return Map.of(
        "EVENKEEL_GATEWAY_BOOTSTRAP_SERVERS",
        kafka,
        "EVENKEEL_GATEWAY_HOST",
        "127.0.0.1",
        "EVENKEEL_GATEWAY_PORT",
        Integer.toString(gateway.getPort()),
        "EVENKEEL_GATEWAY_ADMIN_PORT",
        Integer.toString(adminPort));
  }

  private Map<String, String> processorEnvironment(int adminPort) {
    return Map.of(
        "EVENKEEL_PROCESSOR_BOOTSTRAP_SERVERS",
        kafka,
        "EVENKEEL_PROCESSOR_STATE_DIRECTORY",
        directory.resolve("processor").toString(),
        "EVENKEEL_PROCESSOR_REPLICATION_FACTOR",
        "1",
        "EVENKEEL_PROCESSOR_ADMIN_HOST",
        "127.0.0.1",
        "EVENKEEL_PROCESSOR_ADMIN_PORT",
        Integer.toString(adminPort));
  }

  private Map<String, String> sinkEnvironment(int adminPort) {
    return Map.of(
        "EVENKEEL_SINK_BOOTSTRAP_SERVERS", kafka,
        "EVENKEEL_SINK_JDBC_URL", postgres.jdbcUrl(),
        "EVENKEEL_SINK_DATABASE_USER", postgres.user(),
        "EVENKEEL_SINK_DATABASE_PASSWORD", postgres.password(),
        "EVENKEEL_SINK_ADMIN_HOST", "127.0.0.1",
        "EVENKEEL_SINK_ADMIN_PORT", Integer.toString(adminPort));
  }

  private void start(
      String name,
      Class<?> main,
      String heap,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    Path log = directory.resolve(name + ".log");
    JavaProcess process =
        opened(JavaProcess.start(main.getName(), heap, arguments, environment, log));
    processes.put(name, process.handle());
  }

  private static IssuedKey key() {
    return IssuedKey.issue(
        TENANT, EnumSet.of(KeyScope.INGEST), "", 0, InstantSource.system().millis(), "");
  }

  private void awaitPort(int port) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        pause("The broker does not listen", deadline);
      }
    }
  }

  private void awaitHealthy(URI uri) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      while (true) {
        try {
          if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // Not listening yet.
        }
        pause(uri + " is not ready", deadline);
      }
    }
  }

  private void pause(String what, long deadline) throws InterruptedException {
    boolean allAlive = processes.values().stream().allMatch(ProcessHandle::isAlive);
    if (!allAlive || System.nanoTime() > deadline) {
      throw new IllegalStateException(what + "; see the logs in " + directory);
    }
    Thread.sleep(100);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
