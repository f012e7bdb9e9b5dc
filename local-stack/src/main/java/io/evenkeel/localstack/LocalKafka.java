package io.evenkeel.localstack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker of one node (KRaft, broker and controller in one) inside this JVM, on 127.0.0.1.
 *
 * <p>Topics and records survive {@link #close()}, {@code kill -9} and a change of ports. Records
 * are with the operating system when they are acknowledged and on disk within a second: a power
 * failure may cost that second, the end of the process costs nothing.
 *
 * <p>Thread-safe.
 */
public final class LocalKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalKafka.class);
  private static final String SERVICE = "Kafka";

  private final Path directory;
  private final int port;
  private final DirectoryLock lock;
  private final KafkaRaftServer server;
  private final FaultMemory faults;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalKafka(
      Path directory, int port, DirectoryLock lock, KafkaRaftServer server, FaultMemory faults) {
    this.directory = directory;
    this.port = port;
    this.lock = lock;
    this.server = server;
    this.faults = faults;
  }

  /**
   * Starts the broker and returns when it takes requests. Formats the directory on first use.
   *
   * @throws PortTakenException when the fixed port is taken
   * @throws AlreadyRunningException when another broker runs on the directory
   * @throws LocalStackException when it cannot start for another reason
   */
  public static LocalKafka start(LocalKafkaOptions options) {
    long startedNanos = System.nanoTime();
    Path directory =
        Directories.realPath(Directories.create(options.directory(), Directories.PASS_THROUGH));
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      formatIfNew(directory);
      LocalKafka kafka = startOnSomePort(directory, options, lock);
      logStart(kafka, System.nanoTime() - startedNanos);
      return kafka;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static void logStart(LocalKafka kafka, long nanos) {
    LOG.atInfo()
        .setMessage("The embedded Kafka broker takes requests.")
        .addKeyValue("bootstrap", kafka.bootstrapServers())
        .addKeyValue("start_ms", Duration.ofNanos(nanos).toMillis())
        .log();
  }

  private static void formatIfNew(Path directory) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(KafkaSettings.NODE_ID)
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new LocalStackException(
          "The Kafka directory %s cannot be formatted: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static LocalKafka startOnSomePort(
      Path directory, LocalKafkaOptions options, DirectoryLock lock) {
    Ports ports = Ports.random();
    for (int attempt = 1; ; attempt++) {
      int port = ports.choose(SERVICE, options.port());
      Properties settings =
          KafkaSettings.of(directory, port, ports.anyBut(port), options.brokerProperties());
      try {
        return startServer(directory, port, settings, lock);
      } catch (LocalStackException e) {
        if (attempt == Ports.CHOOSE_AND_LISTEN_ATTEMPTS || !isBindFailure(e)) {
          throw e;
        }
      }
    }
  }

  private static LocalKafka startServer(
      Path directory, int port, Properties settings, DirectoryLock lock) {
    FaultMemory faults = new FaultMemory();
    KafkaFaults.listen(faults);
    KafkaRaftServer server = null;
    try {
      server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      server.startup();
      return new LocalKafka(directory, port, lock, server, faults);
    } catch (Exception | KafkaFaults.FatalFault e) {
      shutDownQuietly(server, e);
      KafkaFaults.forget(faults);
      throw new LocalStackException(
          "The Kafka broker on %s did not start: %s".formatted(directory, reason(e)), e);
    }
  }

  private static void shutDownQuietly(@Nullable KafkaRaftServer server, Throwable reason) {
    if (server == null) {
      return;
    }
    try {
      server.shutdown();
      server.awaitShutdown();
    } catch (Exception | KafkaFaults.FatalFault e) {
      reason.addSuppressed(e);
    }
  }

  private static String reason(Throwable e) {
    StringJoiner reasons = new StringJoiner(": ");
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      reasons.add(String.valueOf(cause.getMessage()));
    }
    return reasons.toString();
  }

  private static boolean isBindFailure(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  /** Where clients connect: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port of the broker. */
  public int port() {
    return port;
  }

  /** Where topics and metadata are kept. */
  public Path dataDirectory() {
    return directory;
  }

  /**
   * The fatal fault that this process's brokers met, if any: a full disk, say. The broker is then
   * of no more use; close it. (Kafka does not tell which broker of a process it was.)
   */
  public Optional<String> fault() {
    return Optional.ofNullable(faults.first.get());
  }

  /** Calls the listener on the first fatal fault, on the thread that met it. */
  public void onFault(Consumer<String> listener) {
    faults.listener.set(listener);
    fault().ifPresent(listener);
  }

  /** Stops the broker and waits for it. The data stays. A second call does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      KafkaFaults.forget(faults);
      lock.close();
    }
    LOG.atInfo().setMessage("The embedded Kafka broker has stopped.").log();
  }

  /** Remembers the first fault. */
  private static final class FaultMemory implements Consumer<String> {
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();
    private final AtomicReference<Consumer<String>> listener = new AtomicReference<>(fault -> {});

    @Override
    public void accept(String fault) {
      if (first.compareAndSet(null, fault)) {
        listener.get().accept(fault);
      }
    }
  }
}
