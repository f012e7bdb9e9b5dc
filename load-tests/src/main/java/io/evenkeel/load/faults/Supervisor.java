package io.evenkeel.load.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps the stages running, as Kubernetes does: one that ended is started again, unless it is to be
 * down. Each stage has a thread of its own, since a start may take long. Thread-safe.
 */
final class Supervisor implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration END_WITHIN = Duration.ofSeconds(15);

  private final Map<Target, Keeper> keepers = new EnumMap<>(Target.class);
  private final ScheduledExecutorService thaws = Executors.newSingleThreadScheduledExecutor();
  private final Consumer<String> remarks;
  private final AtomicInteger endedByThemselves = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Takes over stages, started or not.
   *
   * @param remarks told what the stages do by themselves
   */
  Supervisor(List<Stage> stages, Consumer<String> remarks) {
    this.remarks = remarks;
    stages.forEach(stage -> keepers.put(stage.target(), new Keeper(stage)));
    keepers.values().forEach(keeper -> keeper.thread.start());
  }

  /** Kills a process; it stays down until {@link #raise}. */
  void kill(Target target) {
    keeper(target).down();
  }

  /** Lets a killed process be started again. */
  void raise(Target target) {
    keeper(target).wanted = true;
  }

  /** Freezes a process; it goes on by itself. */
  void freeze(Target target, Duration duration) {
    Stage stage = keeper(target).stage;
    stage.freeze();
    var _ = thaws.schedule(stage::thaw, duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets a frozen process go on before its time. */
  void thaw(Target target) {
    keeper(target).stage.thaw();
  }

  /** Waits until a process runs, ready or not. */
  boolean awaitAlive(Target target, Duration within) throws InterruptedException {
    Stage stage = keeper(target).stage;
    return await(within, stage::isAlive);
  }

  /** Waits until a process does its work. */
  boolean awaitReady(Target target, Duration within) throws InterruptedException {
    Stage stage = keeper(target).stage;
    return await(within, stage::isReady);
  }

  /** How often a process ended without being killed. */
  int endedByThemselves() {
    return endedByThemselves.get();
  }

  /** Kills all that runs, frozen or not, for good. */
  @Override
  public void close() {
    closed = true;
    thaws.shutdownNow();
    keepers.values().parallelStream().forEach(Keeper::end);
  }

  private Keeper keeper(Target target) {
    return Objects.requireNonNull(keepers.get(target));
  }

  private boolean await(Duration within, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.holds()) {
      if (closed || System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return true;
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private final class Keeper {
    private final Stage stage;
    private final Thread thread;
    private volatile boolean wanted = true;
    private volatile boolean running;

    Keeper(Stage stage) {
      this.stage = stage;
      this.running = stage.isAlive();
      this.thread =
          Thread.ofPlatform().daemon().name("keep-" + stage.target().id()).unstarted(this::keep);
    }

    void down() {
      wanted = false;
      running = false;
      stage.kill();
    }

    void end() {
      down();
      thread.interrupt();
      try {
        // A start that is under way ends by itself, and with it what it started.
        thread.join(END_WITHIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stage.kill();
    }

    private void keep() {
      try {
        while (!closed) {
          if (wanted && !stage.isAlive()) {
            startAgain();
          }
          Thread.sleep(LOOK_EVERY);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void startAgain() throws InterruptedException {
      if (running) {
        running = false;
        endedByThemselves.incrementAndGet();
        remarks.accept(stage.target().id() + " ended by itself and is started again; see its log");
        Thread.sleep(PAUSE_AFTER_FAILURE);
      }
      try {
        stage.start();
        running = true;
      } catch (IOException e) {
        if (wanted) {
          remarks.accept(stage.target().id() + " did not start: " + e.getMessage());
          Thread.sleep(PAUSE_AFTER_FAILURE);
        }
      }
      if (!wanted) {
        // It was killed before it had started.
        down();
      }
    }
  }
}
