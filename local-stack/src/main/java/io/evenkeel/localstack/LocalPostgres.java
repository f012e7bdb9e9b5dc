package io.evenkeel.localstack;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 18 server as a child process, on 127.0.0.1, with the database {@code evenkeel} and
 * the superuser of the same name. fsync, synchronous commit and data checksums are on.
 *
 * <p>Rows survive {@link #close()} and {@code kill -9} of this JVM or of the server. A server that
 * was left behind on the directory is stopped and replaced, never used again: it may have other
 * settings. As root, the server runs as {@code nobody}.
 *
 * <p>The directory holds {@code data}, {@code password} (readable by its owner only), {@code
 * server.log} and {@code lock}.
 *
 * <p>Thread-safe.
 */
public final class LocalPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
  private static final String SERVICE = "PostgreSQL";
  private static final String DATABASE = "evenkeel";

  private final LocalPostgresOptions options;
  private final PostgresHome home;
  private final DirectoryLock lock;
  private final Running running;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A server that accepts connections. */
  private record Running(PostgresProcess process, int port, String password) {
    String url(String database) {
      return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }
  }

  private LocalPostgres(
      LocalPostgresOptions options, PostgresHome home, DirectoryLock lock, Running running) {
    this.options = options;
    this.home = home;
    this.lock = lock;
    this.running = running;
  }

  /**
   * Starts the server and returns when it accepts connections. On first use unpacks its programs
   * and makes the data directory.
   *
   * @throws PortTakenException when the fixed port is taken
   * @throws AlreadyRunningException when the directory is in use by a living owner
   * @throws LocalStackException when it cannot start for another reason; the message has the
   *     server's last words
   */
  public static LocalPostgres start(LocalPostgresOptions options) {
    long startedNanos = System.nanoTime();
    PostgresHome home = PostgresHome.in(options.directory(), ServerAccount.ofThisProcess());
    DirectoryLock lock = DirectoryLock.acquire(home.directory());
    try {
      LocalPostgres postgres = new LocalPostgres(options, home, lock, launch(options, home));
      postgres.logStart(System.nanoTime() - startedNanos);
      return postgres;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static Running launch(LocalPostgresOptions options, PostgresHome home) {
    PostgresOrphans.stop(home.data());
    Path binaries = PostgresBinaries.unpacked(cacheDirectory(options, home.account()));
    String password = new PostgresInit(home, binaries).initialize();
    Running running = runOnSomePort(options, home, binaries, password);
    try {
      Databases.createIfAbsent(running.url("postgres"), PostgresInit.SUPERUSER, password, DATABASE);
      return running;
    } catch (SQLException e) {
      running.process().stop(options.stopTimeout());
      throw new LocalStackException(
          "PostgreSQL runs, but its database cannot be made: " + e.getMessage(), e);
    }
  }

  private static Path cacheDirectory(LocalPostgresOptions options, ServerAccount account) {
    return options
        .cacheDirectory()
        .map(directory -> Directories.create(directory, Directories.READABLE))
        .orElseGet(() ->
            PostgresCache.firstUsable(
                PostgresCache.candidates(
                    account,
                    System.getenv(),
                    System.getProperty("user.home", "/nonexistent"),
                    System.getProperty("java.io.tmpdir", "/tmp")),
                account));
  }

  private static Running runOnSomePort(
      LocalPostgresOptions options, PostgresHome home, Path binaries, String password) {
    Ports ports = Ports.random();
    for (int attempt = 1; ; attempt++) {
      int port = ports.choose(SERVICE, options.port());
      PostgresProcess process =
          PostgresProcess.start(home, binaries, PostgresSettings.of(port, options.settings()));
      try {
        process.awaitReady(options.startTimeout());
        return new Running(process, port, password);
      } catch (LocalStackException e) {
        if (attempt == Ports.CHOOSE_AND_LISTEN_ATTEMPTS || !process.failedToBind()) {
          throw e;
        }
      }
    }
  }

  private void logStart(long nanos) {
    LOG.atInfo()
        .setMessage("The local PostgreSQL server accepts connections.")
        .addKeyValue("jdbc", jdbcUrl())
        .addKeyValue("pid", pid())
        .addKeyValue("start_ms", Duration.ofNanos(nanos).toMillis())
        .log();
  }

  /** Where to connect, without the password. */
  public String jdbcUrl() {
    return running.url(DATABASE);
  }

  /** The user to connect as, a superuser. */
  public String user() {
    return PostgresInit.SUPERUSER;
  }

  /** The user's password, made at random on first start. A secret. */
  public String password() {
    return running.password();
  }

  /** The server's port. */
  public int port() {
    return running.port();
  }

  /** The server's data directory. */
  public Path dataDirectory() {
    return home.data();
  }

  /** The process id of the server. */
  public long pid() {
    return running.process().pid();
  }

  /**
   * The ids of all server processes that run on a directory, the postmaster and its sessions,
   * whoever started them and whether or not they accept connections.
   *
   * @param directory as in {@link LocalPostgresOptions}
   */
  public static List<Long> processes(Path directory) {
    return PostgresOrphans.runningOn(directory.resolve(PostgresHome.DATA));
  }

  /**
   * Kills the server and its sessions at once, as {@code kill -9} does; the next start recovers.
   * For tests of what survives. {@link #close()} is still due.
   */
  public void kill() {
    running.process().expectEnd();
    PostgresOrphans.kill(home.data());
  }

  /** Ends all sessions, stops the server and waits for it. A second call does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      running.process().stop(options.stopTimeout());
    } finally {
      lock.close();
    }
    LOG.atInfo().setMessage("The local PostgreSQL server has stopped.").log();
  }
}
