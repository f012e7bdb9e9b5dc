package io.evenkeel.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server process: started, awaited, stopped. */
final class PostgresProcess {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
  private static final Duration IMMEDIATE_STOP_TIMEOUT = Duration.ofSeconds(10);

  private final PostgresHome home;
  private final Process process;
  private final ServerLog log;
  private volatile boolean stopping;

  private PostgresProcess(PostgresHome home, Process process, ServerLog log) {
    this.home = home;
    this.process = process;
    this.log = log;
  }

  /** Starts the server; {@link #awaitReady} says when it can be used. */
  static PostgresProcess start(PostgresHome home, Path binaries, Map<String, String> settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-D");
    arguments.add(home.asSeenByAccount(home.data()));
    arguments.addAll(PostgresSettings.asArguments(settings));
    ServerLog log = ServerLog.open(home.logFile());
    try {
      Process process = home.process(binaries, "postgres", arguments).start();
      return new PostgresProcess(home, process, log);
    } catch (IOException e) {
      throw new LocalStackException("PostgreSQL cannot be started: " + e.getMessage(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until the server accepts connections.
   *
   * @throws LocalStackException with the last lines of the server's log, when it does not
   */
  void awaitReady(Duration timeout) {
    boolean decided = Waiting.until(() -> isReady() || !process.isAlive(), timeout);
    if (!process.isAlive()) {
      throw new LocalStackException(
          "PostgreSQL did not start (exit code %d). Its last words:\n%s"
              .formatted(process.exitValue(), log.tail()));
    }
    if (!decided) {
      stop(Duration.ZERO);
      throw new LocalStackException(
          "PostgreSQL did not start within %d s. Its last words:\n%s"
              .formatted(timeout.toSeconds(), log.tail()));
    }
    watch();
  }

  private void watch() {
    // Fire and forget: the report is all that happens.
    var _ = process.onExit().thenAccept(this::reportUnlessStopping);
  }

  private boolean isReady() {
    return PostmasterFile.read(home.data())
        .filter(file -> file.pid() == process.pid() && file.ready())
        .isPresent();
  }

  private void reportUnlessStopping(Process exited) {
    if (!stopping) {
      LOG.atError()
          .setMessage("The local PostgreSQL server has ended by itself.")
          .addKeyValue("exit_code", exited.exitValue())
          .addKeyValue("log", log.file())
          .log();
    }
  }

  /** Whether the server has failed because its port was taken. */
  boolean failedToBind() {
    return !process.isAlive() && log.tail().contains("Address already in use");
  }

  /** Whoever ends the server from now on does so on purpose. */
  void expectEnd() {
    stopping = true;
  }

  /** Stops the server in good order, and hard after the time-out. Returns when it has gone. */
  void stop(Duration timeout) {
    stopping = true;
    if (stopWith(Signals.FAST_STOP, timeout)
        || stopWith(Signals.IMMEDIATE_STOP, IMMEDIATE_STOP_TIMEOUT)) {
      return;
    }
    process.destroyForcibly();
    PostgresOrphans.stop(home.data());
  }

  private boolean stopWith(String signal, Duration timeout) {
    if (process.isAlive()) {
      Signals.send(process.pid(), signal);
    }
    // Not interruptible: a thread that is told to hurry must not leave a server behind.
    process.onExit().completeOnTimeout(process, timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    return !process.isAlive();
  }
}
