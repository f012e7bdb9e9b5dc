package io.evenkeel.load.faults;

import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.localstack.LocalPostgresOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run: the pipeline is started and loaded, the schedule's faults are done to it while the load
 * goes on, and in the end everything acknowledged has to be stored once. {@link #close} kills what
 * still runs and may be called at any moment from any thread; then {@link #run} fails.
 */
public final class FaultRun implements AutoCloseable {
  private static final Duration AFTER_START = Duration.ofSeconds(2);
  private static final Duration WORKS_AGAIN_WITHIN = Duration.ofSeconds(180);
  private static final Duration SENT_WITHIN = Duration.ofMinutes(3);

  private final FaultOptions options;
  private final Consumer<String> progress;
  private final FaultyPipeline pipeline;
  private final AckBook book = new AckBook();
  private final Map<Target, Integer> kills = new EnumMap<>(Target.class);
  private final long startNanos = System.nanoTime();
  private int freezes;
  private int wholeRestarts;

  /**
   * A run that has not begun.
   *
   * @param progress told what happens, one line each; from several threads
   */
  public FaultRun(FaultOptions options, Consumer<String> progress) throws IOException {
    this.options = options;
    this.progress = progress;
    PipelineLayout layout = PipelineLayout.on(options.directory());
    this.pipeline = new FaultyPipeline(layout, LocalPostgresOptions.in(layout.postgres()));
  }

  /**
   * Runs to the end.
   *
   * @throws IllegalStateException if a process does not come back or the load cannot be sent
   * @throws io.evenkeel.admin.AdminException if records stay unstored
   */
  public FaultReport run() throws IOException, InterruptedException, SQLException {
    List<Fault> faults = FaultSchedule.of(options.seed(), options.kills());
    say("seed " + options.seed() + ": the pipeline starts");
    pipeline.start(this::say);
    long start = System.nanoTime();
    long now = InstantSource.system().millis();
    try (FaultLoad load =
        new FaultLoad(
            pipeline.layout().gateway(), pipeline.apiKey(), book, options.seed(), "v", now)) {
      load.start();
      Thread.sleep(AFTER_START);
      for (int i = 0; i < faults.size(); i++) {
        inject(faults.get(i), "%d/%d".formatted(i + 1, faults.size()));
      }
      settle();
      load.finish(SENT_WITHIN);
    }
    say("%,d events are acknowledged; waiting until all are stored".formatted(book.events()));
    Proof.Outcome outcome = new Proof(pipeline).take(book, sum(kills));
    return report(outcome, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    pipeline.close();
  }

  private void inject(Fault fault, String number) throws InterruptedException {
    Thread.sleep(fault.calm());
    switch (fault) {
      case Fault.Kill kill -> kill(kill, number);
      case Fault.Freeze freeze -> freeze(freeze, number);
      case Fault.WholeRestart restart -> restart(restart, number);
    }
  }

  private void kill(Fault.Kill kill, String number) throws InterruptedException {
    requireAlive(kill.target());
    say("%s kill -9 %s".formatted(number, kill.target().id()));
    pipeline.supervisor().kill(kill.target());
    kills.merge(kill.target(), 1, Integer::sum);
    Thread.sleep(kill.down());
    pipeline.supervisor().raise(kill.target());
    if (kill.awaited()) {
      awaitReady(kill.target());
    }
  }

  private void freeze(Fault.Freeze freeze, String number) throws InterruptedException {
    requireAlive(freeze.target());
    say(
        "%s freeze %s for %.1f s"
            .formatted(number, freeze.target().id(), freeze.duration().toMillis() / 1e3));
    pipeline.supervisor().freeze(freeze.target(), freeze.duration());
    freezes++;
  }

  private void restart(Fault.WholeRestart restart, String number) throws InterruptedException {
    say("%s kill -9 everything".formatted(number));
    for (Target target : Target.values()) {
      pipeline.supervisor().kill(target);
    }
    wholeRestarts++;
    Thread.sleep(restart.down());
    for (Target target : Target.values()) {
      pipeline.supervisor().raise(target);
    }
    settle();
  }

  private void settle() throws InterruptedException {
    for (Target target : Target.values()) {
      awaitReady(target);
    }
  }

  private void requireAlive(Target target) throws InterruptedException {
    if (!pipeline.supervisor().awaitAlive(target, WORKS_AGAIN_WITHIN)) {
      throw doesNotComeBack(target);
    }
  }

  private void awaitReady(Target target) throws InterruptedException {
    if (!pipeline.supervisor().awaitReady(target, WORKS_AGAIN_WITHIN)) {
      throw doesNotComeBack(target);
    }
  }

  private static IllegalStateException doesNotComeBack(Target target) {
    return new IllegalStateException(
        "%s does not work again within %d s"
            .formatted(target.id(), WORKS_AGAIN_WITHIN.toSeconds()));
  }

  private void say(String what) {
    progress.accept("%6.1f s  %s".formatted((System.nanoTime() - startNanos) / 1e9, what));
  }

  private FaultReport report(Proof.Outcome outcome, double seconds) {
    Map<String, Integer> byProcess = new LinkedHashMap<>();
    for (Target target : Target.values()) {
      byProcess.put(target.id(), kills.getOrDefault(target, 0));
    }
    return new FaultReport(
        options.seed(),
        Math.round(seconds * 10) / 10.0,
        byProcess,
        freezes,
        wholeRestarts,
        pipeline.supervisor().endedByThemselves(),
        outcome.figures(),
        outcome.findings());
  }

  private static int sum(Map<Target, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
