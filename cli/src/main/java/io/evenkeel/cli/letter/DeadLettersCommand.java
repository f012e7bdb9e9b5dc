package io.evenkeel.cli.letter;

import io.evenkeel.admin.letter.Letter;
import io.evenkeel.admin.letter.LetterFilter;
import io.evenkeel.admin.letter.LetterState;
import io.evenkeel.admin.letter.LetterTable;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.cli.Terminal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel dead-letters}. */
@Command(
    name = "dead-letters",
    description = "List, show, replay and discard what was refused or could not be stored.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ReplayCommand.class)
public final class DeadLettersCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      description = "List dead letters, the newest first, or count them.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin DataDirectory data,
      @Mixin LetterSelection selection,
      @Option(
              names = "--state",
              split = ",",
              description = "Only in these states: ${COMPLETION-CANDIDATES} (default: all).")
          @Nullable Set<LetterState> states,
      @Option(
              names = "--limit",
              defaultValue = "50",
              description = "List at most so many (default: ${DEFAULT-VALUE}).")
          int limit,
      @Option(names = "--count", description = "Count by tenant, stage, code and state instead.")
          boolean count,
      @Option(names = "--json", description = "Print them as JSON.") boolean json) {
    LetterTable table = table(data);
    LetterFilter filter =
        selection.filter(states == null ? EnumSet.noneOf(LetterState.class) : states);
    if (count) {
      var counts = table.count(filter);
      Results.print(
          spec,
          json,
          LetterText.counts(counts),
          Map.of("counts", counts.stream().map(LetterText::row).toList()));
    } else {
      List<Letter> letters = table.list(filter, limit);
      Results.print(
          spec,
          json,
          LetterText.table(letters),
          Map.of("dead_letters", letters.stream().map(LetterText::row).toList()));
    }
    return ExitCodes.OK;
  }

  @Command(
      name = "show",
      description = "Show one dead letter with its content.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin DataDirectory data,
      @Parameters(paramLabel = "NUMBER", description = "As `list` shows it.") long number,
      @Option(names = "--json", description = "Print it as JSON.") boolean json) {
    Letter letter =
        table(data)
            .find(number)
            .orElseThrow(() ->
                new CliException(
                    ExitCodes.FAILED,
                    "there is no dead letter " + number + "; `dead-letters list` shows them"));
    Map<String, Object> full = LetterText.full(letter);
    Results.print(spec, json, LetterText.lines(full), full);
    return ExitCodes.OK;
  }

  @Command(
      name = "discard",
      description = "Set held letters aside for good; they stay readable until they expire.",
      mixinStandardHelpOptions = true)
  int discard(
      @Mixin DataDirectory data,
      @Mixin LetterSelection selection,
      @Mixin Actor actor,
      @Option(names = "--reason", required = true, description = "Why, for the trail.")
          String reason,
      @Option(names = "--yes", description = "Do not ask.") boolean yes,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
    LetterFilter filter = selection.filter(Set.of());
    requireRestricted(filter);
    LetterTable table = table(data);
    long held = held(table, filter);
    if (!yes && held > 0) {
      confirm("Discard " + held + " letters?");
    }
    long discarded = table.discard(filter, actor.name(), reason);
    Results.print(spec, json, discarded + " letters discarded.", Map.of("discarded", discarded));
    return ExitCodes.OK;
  }

  static LetterTable table(DataDirectory data) {
    return new LetterTable(RunningInstance.find(data.path()).jdbc());
  }

  static void requireRestricted(LetterFilter filter) {
    if (filter.isWide()) {
      throw new CliException(
          ExitCodes.USAGE,
          "say which letters: numbers, or --tenant, --code, --stage, --vehicle, --since, --until");
    }
  }

  private static long held(LetterTable table, LetterFilter filter) {
    return table.count(filter).stream()
        .filter(count -> count.state() == LetterState.HELD)
        .mapToLong(LetterTable.LetterCount::letters)
        .sum();
  }

  private static void confirm(String question) {
    if (!Terminal.isInteractive()) {
      throw new CliException(ExitCodes.USAGE, "nobody can be asked here: add --yes");
    }
    if (!Terminal.confirms(question)) {
      throw new CliException(ExitCodes.FAILED, "nothing was changed");
    }
  }
}
