package io.evenkeel.load.gateway;

import io.evenkeel.admin.TopicSetup;
import io.evenkeel.load.pipeline.JavaProcess;
import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.load.pipeline.ServiceCommand;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.model.directory.KeyScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The servers that are compared and the broker that they need, in processes of their own. They are
 * killed at the end, and what the broker stored, up to gigabytes, is deleted; logs stay.
 */
final class Servers implements AutoCloseable {
  /** Tenant whose events are accepted. */
  static final String TENANT = "bench";

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  // The same for all servers: a fixed heap and a collector without threads of its own.
  private static final String HEAP = "512m";
  private static final String[] FLAGS = {"-Xms" + HEAP, "-XX:+UseSerialGC"};

  private final PipelineLayout layout;
  private final Deque<JavaProcess> processes = new ArrayDeque<>();
  private final Map<Variant, Integer> ports = new EnumMap<>(Variant.class);
  private final Map<Variant, JavaProcess> servers = new EnumMap<>(Variant.class);
  private final Thread killer = new Thread(this::kill, "bench-kill");
  private final JavaProcess broker;
  private final String apiKey;
  private final String throttledKey;

  private Servers(Path directory, boolean oneGateway) throws IOException, InterruptedException {
    this.layout = PipelineLayout.on(Files.createDirectories(directory));
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      this.broker = opened(JavaProcess.start(layout.broker("1g"), layout.log("broker")));
      awaitPort(layout.kafkaPort());
      TopicSetup.ensure(layout.kafka());
      this.apiKey = Tenants.add(layout.kafka(), TENANT, EnumSet.of(KeyScope.INGEST));
      this.throttledKey = ThrottledSender.addTenant(layout.kafka());
      for (List<Variant> together : processes(oneGateway)) {
        start(together);
      }
      for (int port : ports.values()) {
        awaitPort(port);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts them all, and returns once they take requests.
   *
   * @param oneGateway whether all gateways live in one process
   */
  static Servers start(Path directory, boolean oneGateway)
      throws IOException, InterruptedException {
    return new Servers(directory, oneGateway);
  }

  private static List<List<Variant>> processes(boolean oneGateway) {
    List<Variant> all = List.of(Variant.values());
    return oneGateway
        ? List.of(
            List.of(Variant.NETTY),
            all.stream().filter(variant -> variant != Variant.NETTY).toList())
        : all.stream().map(List::of).toList();
  }

  int port(Variant variant) {
    return ports.getOrDefault(variant, 0);
  }

  /** The server's process and the broker's, to be measured together. */
  VisitClock clock(ProcessCpu cpu, Variant variant) {
    JavaProcess server = servers.get(variant);
    if (server == null) {
      throw new IllegalStateException(variant + " was not started");
    }
    return new VisitClock(cpu, server.handle(), broker.handle());
  }

  /** Key of {@link #TENANT}. */
  String apiKey() {
    return apiKey;
  }

  /** Key of the tenant that is refused. */
  String throttledKey() {
    return throttledKey;
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs or has run.
    }
  }

  private void kill() {
    synchronized (processes) {
      processes.forEach(JavaProcess::kill);
    }
    try (Stream<Path> files = Files.walk(layout.directory().resolve("kafka"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("The broker's data could not be deleted: " + e.getMessage());
    }
  }

  private JavaProcess opened(JavaProcess process) {
    synchronized (processes) {
      processes.addFirst(process);
    }
    return process;
  }

  private void start(List<Variant> together) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(layout.kafka()));
    for (Variant variant : together) {
      ports.put(variant, PipelineLayout.freePort());
      arguments.add(
          new BenchServer.Listener(variant, port(variant), PipelineLayout.freePort()).toString());
    }
    String name = together.getFirst().id();
    ServiceCommand command = new ServiceCommand(name, BenchServer.class, HEAP, arguments, Map.of());
    List<Path> libraries =
        together.contains(Variant.GATEWAY_SERDE) ? SerdeLibrary.archives() : List.of();
    JavaProcess process = opened(JavaProcess.start(command, layout.log(name), libraries, FLAGS));
    together.forEach(variant -> servers.put(variant, process));
  }

  private void awaitPort(int port) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() - deadline > 0
            || !processes.stream().allMatch(JavaProcess::isAlive)) {
          throw new IllegalStateException(
              "A server did not start; see the logs in " + layout.directory(), notYet);
        }
        Thread.sleep(50);
      }
    }
  }
}
