package io.evenkeel.load.pipeline;

import io.evenkeel.load.pipeline.LoadedPipeline.Loaded;
import io.evenkeel.sink.audit.Audit;
import io.evenkeel.sink.audit.AuditOptions;
import io.evenkeel.sink.audit.AuditReport;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * The whole pipeline in separate processes with its load on one machine.
 *
 * <pre>
 *  start -> warm up -> search for the highest level rate, batch by batch -> half of it -> hold it -> audit
 * </pre>
 */
public final class PipelineBenchmark {
  // A short step may be lucky.
  private static final double HOLD_SHARE = 0.97;
  private static final double HOLD_AGAIN_SHARE = 0.93;
  private static final int WARM_UP_PARTS = 8;
  private static final double WARM_UP_REQUESTS = 800;
  private static final double WARM_UP_RATE = 25_000;
  private static final double COMPILERS_IDLE = 0.15;
  private static final int LINE_EVERY_SECONDS = 5;

  private final BenchmarkOptions options;
  private final String command;
  private final Consumer<String> progress;
  private final long startNanos = System.nanoTime();
  private final List<RateResult> tried = new ArrayList<>();

  /**
   * A benchmark that can be run once.
   *
   * @param command that the report says started it
   * @param progress is told what happens, a line at a time
   */
  public PipelineBenchmark(BenchmarkOptions options, String command, Consumer<String> progress) {
    this.options = options;
    this.command = command;
    this.progress = progress;
  }

  /**
   * Starts the pipeline, loads it, compares what was sent with what is stored, and stops it. Its
   * data is deleted, its logs stay.
   */
  public PipelineReport run() throws IOException, InterruptedException, SQLException {
    Instant start = InstantSource.system().instant();
    say("Starting broker, database, gateway, processor and sink");
    try (PipelineProcesses processes = PipelineProcesses.start(options.directory());
        LoadedPipeline pipeline = new LoadedPipeline(options, processes)) {
      warmUp(pipeline);
      List<RateResult> rates = new ArrayList<>();
      double best = options.fixedRate();
      if (best == 0) {
        for (int batch : options.batches()) {
          best = search(pipeline, batch, rates);
        }
      }
      List<RateResult> half = half(pipeline, best);
      Loaded hold = hold(pipeline, options.fixedRate() > 0 ? best : best * HOLD_SHARE);
      Balance balance = balance(pipeline);
      return new PipelineReport(
          figures(rates, hold.result(), balance),
          rates,
          half,
          hold.result(),
          tried,
          balance,
          hold.samples(),
          options.vehicles(),
          options.connections(),
          ChronoUnit.SECONDS.between(start, InstantSource.system().instant()),
          command,
          start.truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(),
          Runtime.version().toString());
    }
  }

  private int heldBatch() {
    return options.batches().getLast();
  }

  // Every batch size, and then the held one for as long as the compilers have much to do: each
  // loads other code, and what a cold JVM costs is no figure.
  private void warmUp(LoadedPipeline pipeline) throws InterruptedException, SQLException {
    long endNanos = System.nanoTime() + options.warmUp().toNanos();
    Duration each = options.warmUp().dividedBy(WARM_UP_PARTS);
    for (int batch : options.batches().subList(0, options.batches().size() - 1)) {
      warmUp(pipeline, batch, WARM_UP_REQUESTS * batch, each);
    }
    double rate = options.fixedRate() > 0 ? options.fixedRate() : WARM_UP_RATE;
    double compilers = Double.MAX_VALUE;
    while (compilers > COMPILERS_IDLE && System.nanoTime() - endNanos < 0) {
      compilers = warmUp(pipeline, heldBatch(), Math.min(rate, WARM_UP_RATE), each);
    }
  }

  private double warmUp(LoadedPipeline pipeline, int batch, double rate, Duration duration)
      throws InterruptedException, SQLException {
    RateResult result = pipeline.load(batch, rate, duration, sample -> {}).result();
    say(
        "Warming up, %2d a request, %,d events/s: compilers use %.2f processors",
        batch, result.eventsPerSecond(), result.compilerCores());
    return result.compilerCores();
  }

  private double search(LoadedPipeline pipeline, int batch, List<RateResult> rates)
      throws InterruptedException, SQLException {
    RateSearch search = new RateSearch(firstRate(batch), options.stepsMax());
    RateResult best = null;
    RateResult last = null;
    OptionalDouble rate = search.next();
    while (rate.isPresent() && (last == null || mayGoOn())) {
      last = tryRate(pipeline, batch, rate.getAsDouble(), search);
      if (last.level() && (best == null || last.eventsPerSecond() > best.eventsPerSecond())) {
        best = last;
      }
      rate = search.next();
    }
    if (best != null) {
      rates.add(best);
    } else if (last != null) {
      rates.add(last);
    }
    return search.best();
  }

  private RateResult tryRate(LoadedPipeline pipeline, int batch, double rate, RateSearch search)
      throws InterruptedException, SQLException {
    Loaded loaded = pipeline.load(batch, rate, options.step(), sample -> {});
    RateResult result = loaded.result();
    tried.add(result);
    search.tried(result.level(), loaded.utilisation());
    say(
        "%2d a request, %,7d events/s: %s, 202 p99 %.0f ms, lag %.1f s, %.2f processors, %.1f us an event",
        batch,
        result.offeredEventsPerSecond(),
        result.level() ? "level" : "not level",
        result.p99Ms(),
        result.lagSecondsEnd(),
        result.cpuCores(),
        result.cpuUsPerEvent().getOrDefault(CpuShares.ALL, 0.0));
    return result;
  }

  // A request costs much whatever is in it.
  private double firstRate(int batch) {
    return Math.max(1, options.firstRate() * Math.min(1, batch / 25.0 + 0.04));
  }

  private boolean mayGoOn() {
    return System.nanoTime() - startNanos < options.searchWithin().toNanos();
  }

  private List<RateResult> half(LoadedPipeline pipeline, double best)
      throws InterruptedException, SQLException {
    if (options.half().isZero()) {
      return List.of();
    }
    say("Half of the highest level rate: %,.0f events/s", best / 2);
    return List.of(pipeline.load(heldBatch(), best / 2, options.half(), sample -> {}).result());
  }

  private Loaded hold(LoadedPipeline pipeline, double first)
      throws InterruptedException, SQLException {
    double rate = first;
    for (int attempt = 1; ; attempt++) {
      say(
          "Holding %,.0f events/s, %d a request, for %d s",
          rate, heldBatch(), options.hold().toSeconds());
      Loaded hold = pipeline.load(heldBatch(), rate, options.hold(), this::sayNowAndThen);
      if (hold.result().level() || attempt == options.holdsMax()) {
        return hold;
      }
      tried.add(hold.result());
      say("That was not level: lag %.1f s at the end", hold.result().lagSecondsEnd());
      rate *= HOLD_AGAIN_SHARE;
    }
  }

  private void sayNowAndThen(Sample sample) {
    if (sample.second() % LINE_EVERY_SECONDS < 0.5) {
      say(
          "%5.0f s: %,d events, lag %.1f s, %,d records waiting",
          sample.second(), sample.accepted(), sample.lagSeconds(), sample.backlogRecords());
    }
  }

  private Balance balance(LoadedPipeline pipeline) throws InterruptedException, SQLException {
    say("Comparing what was sent with what is stored");
    LoadTotals totals = pipeline.totals();
    PipelineProcesses processes = pipeline.processes();
    try (Audit audit = Audit.of(processes.kafka(), processes.jdbcUrl())) {
      AuditReport report = audit.run(AuditOptions.EVERYTHING);
      long rows = pipeline.rows();
      List<String> findings =
          new ArrayList<>(Balance.compare(totals.accepted(), totals.uncertain(), rows));
      report.findings().forEach(finding -> findings.add("audit: " + finding.message()));
      return new Balance(
          findings.isEmpty() && report.balanced(),
          totals.sent(),
          totals.accepted(),
          totals.refusedByStatus(),
          totals.uncertain(),
          totals.sentAgain(),
          rows,
          duplicates(report),
          report.seconds(),
          findings);
    }
  }

  private static long duplicates(AuditReport report) {
    return report.tenants().stream()
        .flatMap(tenant -> tenant.lanes().stream())
        .mapToLong(AuditReport.LaneAccount::duplicates)
        .sum();
  }

  private static PipelineFigures figures(List<RateResult> rates, RateResult hold, Balance balance) {
    return new PipelineFigures(
        rate(rates, 1),
        rate(rates, 10),
        hold.eventsPerSecond(),
        hold.lagSecondsEnd(),
        hold.level(),
        balance.balanced(),
        hold.seconds(),
        hold.cpuUsPerEvent());
  }

  private static long rate(List<RateResult> rates, int batch) {
    return rates.stream()
        .filter(rate -> rate.batch() == batch && rate.level())
        .mapToLong(RateResult::eventsPerSecond)
        .findFirst()
        .orElse(0);
  }

  private void say(String format, Object... values) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    progress.accept("%4.0f s  ".formatted(seconds) + format.formatted(values));
  }
}
