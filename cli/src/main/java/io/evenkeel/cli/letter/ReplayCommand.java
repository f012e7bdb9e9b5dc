package io.evenkeel.cli.letter;

import io.evenkeel.admin.JobBooks;
import io.evenkeel.admin.PipelineState;
import io.evenkeel.admin.letter.LetterFilter;
import io.evenkeel.admin.letter.LetterState;
import io.evenkeel.admin.letter.LetterTable;
import io.evenkeel.admin.letter.Replay;
import io.evenkeel.admin.letter.ReplayOptions;
import io.evenkeel.admin.letter.ReplayReport;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.ProgressBars;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.topic.Lane;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel dead-letters replay}. */
@Command(
    name = "replay",
    description = {
      "Send held letters again, on the backfill lane, and wait until they are stored.",
      "They are decoded anew, so that an alias added meanwhile takes effect. A letter that fails again stays held."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: evenkeel dead-letters replay --tenant acme --code unknown-member"})
final class ReplayCommand implements Callable<Integer> {
  @Mixin private DataDirectory data = new DataDirectory();
  @Mixin private LetterSelection selection = new LetterSelection();
  @Mixin private Actor actor = new Actor();

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  @Option(
      names = "--dry-run-max",
      defaultValue = "1000",
      description = "Letters that a dry run tries, the newest (default: ${DEFAULT-VALUE}).")
  private int dryRunMax = 1_000;

  @Option(
      names = "--rate",
      defaultValue = "1000",
      paramLabel = "EVENTS",
      description =
          "Events a second; a tenth of it for 5 s and half of it for 5 s first (default: ${DEFAULT-VALUE}).")
  private int rate = 1_000;

  @Option(
      names = "--failures-max",
      defaultValue = "10",
      paramLabel = "PERCENT",
      description = "Stop when more letters than this fail again (default: ${DEFAULT-VALUE}).")
  private double failuresMax = 10;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    LetterFilter filter = selection.filter(Set.of());
    DeadLettersCommand.requireRestricted(filter);
    RunningInstance instance = RunningInstance.find(data.path());
    Replay replay =
        new Replay(
            URI.create(instance.url()), instance.kafka(), instance.jdbc(), InstantSource.system());
    return dryRun ? ask(replay) : send(replay, filter, instance);
  }

  private int ask(Replay replay) throws InterruptedException {
    Replay.DryRun answer = replay.dryRun(selection.filter(Set.of(LetterState.HELD)), dryRunMax);
    StringBuilder text = new StringBuilder(answer.replayable() + " letters would be replayed.");
    answer
        .failing()
        .forEach((reason, letters) ->
            text.append(System.lineSeparator()).append(letters + " would fail: " + reason));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("dry_run", true);
    row.put("replayable", answer.replayable());
    row.put("failing", answer.failing());
    Results.print(spec, json, text.toString(), row);
    return ExitCodes.OK;
  }

  private int send(Replay replay, LetterFilter filter, RunningInstance instance)
      throws InterruptedException {
    long held =
        new LetterTable(instance.jdbc())
            .count(filter).stream()
                .filter(count -> count.state() == LetterState.HELD)
                .mapToLong(LetterTable.LetterCount::letters)
                .sum();
    ReplayReport report;
    JobBooks books;
    try (ProgressBar bar = ProgressBars.of("replay", " letters", held);
        PipelineState pipeline = new PipelineState(instance.kafka(), instance.jdbc())) {
      report =
          replay.run(
              filter,
              options(),
              done -> bar.stepTo(Math.min(held, done.replayed() + done.failed())));
      bar.setExtraMessage(" waiting until all is stored");
      pipeline.awaitStored(Lane.BACKFILL);
      books = pipeline.books(report.job());
    }
    Results.print(spec, json, text(report, books), row(report, books));
    if (!report.stopped().isEmpty()) {
      throw new CliException(
          ExitCodes.FAILED, "the replay stopped: " + report.stopped() + "; the rest is held");
    }
    return report.failed() > 0 ? ExitCodes.REJECTED : ExitCodes.OK;
  }

  private ReplayOptions options() {
    try {
      return new ReplayOptions(actor.name(), rate, failuresMax / 100);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCodes.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static String text(ReplayReport report, JobBooks books) {
    return "%,d letters replayed, %,d failed again; %,d events accepted as job %s: %,d stored, %,d there already"
        .formatted(
            report.replayed(),
            report.failed(),
            report.events(),
            report.job(),
            books.stored(),
            books.duplicates());
  }

  private static Map<String, Object> row(ReplayReport report, JobBooks books) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("replay", report.replayId());
    row.put("job", report.job());
    row.put("replayed", report.replayed());
    row.put("failed", report.failed());
    row.put("events", report.events());
    row.put("stored", books.stored());
    row.put("duplicates", books.duplicates());
    row.put("stopped", report.stopped());
    return row;
  }
}
