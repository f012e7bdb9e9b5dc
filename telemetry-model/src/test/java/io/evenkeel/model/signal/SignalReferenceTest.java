package io.evenkeel.model.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference page of the signals is made from the catalogue; {@code -Dupdate.docs=true} writes
 * it anew.
 */
class SignalReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "signals.md");
  private static final String HEAD =
      """
      # Signals

      Made from `signals.yaml` of the module `telemetry-model`; do not edit. Names match without regard to case, `_`, `-`, `.`
      and spaces, and by VSS path. A value outside its range rejects its event. A vehicle minute keeps `stats` (columns
      `_count`, `_sum`, `_min`, `_max`), the `last` value (column `_last`) or nothing. Other names are kept in the column
      `extra`.

      | signal and column | VSS v6 path | type | unit | range | minute | other names |
      |---|---|---|---|---|---|---|
      """;

  @Test
  void isUpToDate() throws IOException {
    String page =
        HEAD
            + SignalCatalogue.standard().signals().stream()
                .map(SignalReferenceTest::line)
                .collect(Collectors.joining());
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE)
        .as("run mvn test -Dupdate.docs=true in telemetry-model")
        .hasContent(page.strip());
  }

  private static String line(Signal signal) {
    List<String> cells =
        List.of(
            "`"
                + signal.name()
                + "`"
                + (signal.description().isEmpty() ? "" : "<br>" + signal.description()),
            signal.vssPath(),
            signal.type().name().toLowerCase(Locale.ROOT),
            signal.unit(),
            signal.range().map(r -> number(r.min()) + " to " + number(r.max())).orElse(""),
            signal.aggregation().name().toLowerCase(Locale.ROOT),
            signal.aliases().stream()
                .map(SignalReferenceTest::alias)
                .collect(Collectors.joining(", ")));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String alias(SignalAlias alias) {
    return "`" + alias.name() + "`" + (alias.scale() == 1 ? "" : " × " + number(alias.scale()));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
