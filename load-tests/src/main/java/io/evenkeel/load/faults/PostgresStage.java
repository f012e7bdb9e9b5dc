package io.evenkeel.load.faults;

import io.evenkeel.localstack.LocalPostgres;
import io.evenkeel.localstack.LocalPostgresOptions;
import io.evenkeel.localstack.LocalStackException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database: a postmaster and its sessions, which are killed and frozen together. */
final class PostgresStage implements Stage {
  private final LocalPostgresOptions options;
  private volatile @Nullable LocalPostgres server;

  PostgresStage(LocalPostgresOptions options) {
    this.options = options;
  }

  @Override
  public Target target() {
    return Target.POSTGRES;
  }

  /** Returns when it accepts connections. */
  @Override
  public synchronized void start() throws IOException {
    LocalPostgres before = server;
    if (before != null) {
      if (isAlive()) {
        return;
      }
      before.close();
    }
    try {
      server = LocalPostgres.start(options);
    } catch (LocalStackException e) {
      server = null;
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean isAlive() {
    LocalPostgres running = server;
    return running != null && ProcessHandle.of(running.pid()).isPresent();
  }

  @Override
  public boolean isReady() {
    return isAlive();
  }

  @Override
  public void kill() {
    LocalPostgres running = server;
    if (running != null) {
      running.kill();
    }
    // It may be recovering, and not count as started yet.
    List<Long> pids = LocalPostgres.processes(options.directory());
    while (!pids.isEmpty()) {
      Signals.send(Signals.KILL, pids);
      pids = LocalPostgres.processes(options.directory());
    }
  }

  @Override
  public void freeze() {
    // Twice: the first time the postmaster may have been starting a session.
    Signals.send(Signals.STOP, LocalPostgres.processes(options.directory()));
    Signals.send(Signals.STOP, LocalPostgres.processes(options.directory()));
  }

  @Override
  public void thaw() {
    Signals.send(Signals.CONTINUE, LocalPostgres.processes(options.directory()));
  }

  /** Stops it in good order, as before its files are copied. */
  synchronized void stop() {
    LocalPostgres running = server;
    if (running != null) {
      running.close();
      server = null;
    }
  }

  /** The server that runs, or ran last. */
  LocalPostgres server() {
    LocalPostgres running = server;
    if (running == null) {
      throw new IllegalStateException("PostgreSQL has not been started");
    }
    return running;
  }
}
