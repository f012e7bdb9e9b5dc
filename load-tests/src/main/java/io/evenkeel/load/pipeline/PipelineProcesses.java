package io.evenkeel.load.pipeline;

import io.evenkeel.admin.TopicSetup;
import io.evenkeel.localstack.LocalPostgres;
import io.evenkeel.localstack.LocalPostgresOptions;
import io.evenkeel.model.directory.KeyScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Broker, database and the three services, each in a process of its own. */
final class PipelineProcesses implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(180);
  private static final String TENANT = "bench";

  private final PipelineLayout layout;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
  private final Thread stopper = new Thread(this::stop, "bench-stop");
  private final LocalPostgres postgres;
  private final String apiKey;

  private PipelineProcesses(Path directory) throws IOException, InterruptedException {
    this.layout = PipelineLayout.on(Files.createDirectories(directory));
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      this.postgres = opened(LocalPostgres.start(database()));
      processes.put("postgres", ProcessHandle.of(postgres.pid()).orElseThrow());
      this.apiKey = startBroker();
      startServices();
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  // Rows say themselves when they were committed.
  private LocalPostgresOptions database() {
    return LocalPostgresOptions.in(layout.postgres()).withSetting("track_commit_timestamp", "on");
  }

  static PipelineProcesses start(Path directory) throws IOException, InterruptedException {
    return new PipelineProcesses(directory);
  }

  /** By name, in the order of the flow. */
  Map<String, ProcessHandle> processes() {
    return processes;
  }

  URI gateway() {
    return layout.gateway();
  }

  String apiKey() {
    return apiKey;
  }

  String kafka() {
    return layout.kafka();
  }

  String jdbcUrl() {
    return PipelineLayout.jdbcUrl(postgres);
  }

  /** The last started is the first stopped, the broker and the database last; data is deleted. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs or has run.
    }
  }

  private void stop() {
    synchronized (parts) {
      for (AutoCloseable part : parts) {
        try {
          part.close();
        } catch (Exception e) {
          System.err.println("A part of the pipeline did not stop: " + e.getMessage());
        }
      }
      parts.clear();
    }
    for (String data : List.of("kafka", "postgres", "processor")) {
      delete(layout.directory().resolve(data));
    }
  }

  // Up to many gigabytes that nobody looks at again.
  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("The benchmark's data could not be deleted: " + e.getMessage());
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    synchronized (parts) {
      parts.addFirst(part);
    }
    return part;
  }

  private String startBroker() throws IOException, InterruptedException {
    start(layout.broker("1g"));
    awaitPort(layout.kafkaPort());
    TopicSetup.ensure(layout.kafka());
    return Tenants.add(layout.kafka(), TENANT, EnumSet.of(KeyScope.INGEST));
  }

  private void startServices() throws IOException, InterruptedException {
    int gatewayAdmin = PipelineLayout.freePort();
    int processorAdmin = PipelineLayout.freePort();
    int sinkAdmin = PipelineLayout.freePort();
    start(layout.gateway("512m", gatewayAdmin));
    start(layout.processor("1g", processorAdmin));
    start(layout.sink("sink", "1g", sinkAdmin, postgres));
    awaitHealthy(PipelineLayout.health(gatewayAdmin));
    awaitHealthy(PipelineLayout.health(processorAdmin));
    awaitHealthy(PipelineLayout.health(sinkAdmin));
  }

  private void start(ServiceCommand service) throws IOException {
    JavaProcess process = opened(JavaProcess.start(service, layout.log(service.name())));
    processes.put(service.name(), process.handle());
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
      throw new IllegalStateException(what + "; see the logs in " + layout.directory());
    }
    Thread.sleep(100);
  }
}
