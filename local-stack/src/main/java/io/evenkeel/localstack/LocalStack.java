package io.evenkeel.localstack;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@link LocalKafka} and a {@link LocalPostgres} on one data directory: {@code kafka}, {@code
 * postgres}, {@code lock} and {@code ports.properties}. One owner at a time.
 *
 * <p>Whoever starts it closes it, after everything that uses it. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
  private final Path directory;
  private final DirectoryLock lock;
  private final LocalKafka kafka;
  private final LocalPostgres postgres;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalStack(Path directory, DirectoryLock lock, LocalKafka kafka, LocalPostgres postgres) {
    this.directory = directory;
    this.lock = lock;
    this.kafka = kafka;
    this.postgres = postgres;
  }

  /**
   * Starts both at the same time and returns when both can be used. When one fails, the other is
   * stopped again.
   *
   * @throws AlreadyRunningException when a stack runs on the directory already
   * @throws PortTakenException when a fixed port is taken
   * @throws LocalStackException when it cannot start for another reason
   */
  public static LocalStack start(LocalStackOptions options) {
    Path directory =
        Directories.realPath(Directories.create(options.directory(), Directories.PASS_THROUGH));
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      LocalStack stack =
          startBoth(directory, lock, options.withPreferredPorts(RememberedPorts.read(directory)));
      new RememberedPorts(stack.kafka.port(), stack.postgres.port()).write(directory);
      return stack;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static LocalStack startBoth(
      Path directory, DirectoryLock lock, LocalStackOptions options) {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      var kafka = CompletableFuture.supplyAsync(() -> LocalKafka.start(options.kafka()), executor);
      var postgres =
          CompletableFuture.supplyAsync(() -> LocalPostgres.start(options.postgres()), executor);
      try {
        CompletableFuture.allOf(kafka, postgres).join();
        return new LocalStack(directory, lock, kafka.join(), postgres.join());
      } catch (CompletionException e) {
        closeIfStarted(kafka, e);
        closeIfStarted(postgres, e);
        throw unwrap(e);
      }
    }
  }

  private static void closeIfStarted(
      CompletableFuture<? extends AutoCloseable> service, Throwable reason) {
    if (service.isCompletedExceptionally()) {
      return;
    }
    try {
      service.join().close();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  private static RuntimeException unwrap(CompletionException e) {
    return e.getCause() instanceof LocalStackException cause
        ? cause
        : new LocalStackException("The local stack did not start: " + e.getMessage(), e);
  }

  /** The broker. */
  public LocalKafka kafka() {
    return kafka;
  }

  /** The database server. */
  public LocalPostgres postgres() {
    return postgres;
  }

  /** Where Kafka clients connect. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Where to connect to the database, without the password. */
  public String jdbcUrl() {
    return postgres.jdbcUrl();
  }

  /** The database user. */
  public String user() {
    return postgres.user();
  }

  /** The database password. A secret. */
  public String password() {
    return postgres.password();
  }

  /** The directory of the stack. */
  public Path dataDirectory() {
    return directory;
  }

  /**
   * Stops the broker, then the database, then lets go of the directory; each step is taken even
   * when one before it failed. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      kafka.close();
    } finally {
      closePostgresAndLock();
    }
  }

  private void closePostgresAndLock() {
    try {
      postgres.close();
    } finally {
      lock.close();
    }
  }
}
