package io.evenkeel.cli.letter;

import io.evenkeel.admin.letter.LetterFilter;
import io.evenkeel.admin.letter.LetterState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which dead letters are meant. */
final class LetterSelection {
  @Parameters(
      arity = "0..*",
      paramLabel = "NUMBER",
      description = "Numbers of letters, as `list` shows them.")
  private List<Long> ids = List.of();

  @Option(names = "--tenant", description = "Only of this tenant.")
  private @Nullable String tenant;

  @Option(names = "--stage", description = "Only of this stage: gateway, processor, sink.")
  private @Nullable String stage;

  @Option(names = "--code", description = "Only with this reason, for example unknown-member.")
  private @Nullable String code;

  @Option(names = "--vehicle", description = "Only of this vehicle.")
  private @Nullable String vehicle;

  @Option(names = "--since", paramLabel = "TIME", description = "Only those kept since then.")
  private @Nullable Instant since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only those kept before.")
  private @Nullable Instant until;

  /** The filter, for letters in any of these states; in all of them if none is named. */
  LetterFilter filter(Set<LetterState> states) {
    return new LetterFilter(
        ids,
        Optional.ofNullable(tenant),
        Optional.ofNullable(stage),
        Optional.ofNullable(code),
        Optional.ofNullable(vehicle),
        Optional.ofNullable(since),
        Optional.ofNullable(until),
        states);
  }
}
