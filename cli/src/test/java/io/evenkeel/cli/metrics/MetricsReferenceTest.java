package io.evenkeel.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the page with the names in the services' code. What running services expose is compared
 * by {@code SelfCheckIT}.
 */
class MetricsReferenceTest {
  private static final Pattern NAME = Pattern.compile("\"(evenkeel\\.[a-z.]+)\"");
  private static final Set<String> SERVICES =
      Set.of("ingest-gateway", "stream-processor", "sink", "service-runtime");

  @Test
  void everyNameInTheCodeHasARow() throws Exception {
    Set<String> listed = MetricsPage.families().keySet();

    assertThat(declared())
        .hasSizeGreaterThan(50)
        .allMatch(name -> listed.stream().anyMatch(row -> row.startsWith(name)));
  }

  @Test
  void everyRowHasANameInTheCode() throws Exception {
    Set<String> declared = declared();

    assertThat(MetricsPage.families().keySet())
        .hasSizeGreaterThan(50)
        .allMatch(row -> declared.stream().anyMatch(row::startsWith));
  }

  @Test
  void noMetricNamesAVehicleOrAnEvent() throws Exception {
    assertThat(MetricsPage.families().values())
        .allSatisfy(family ->
            assertThat(family.labels()).doesNotContain("vehicle", "vin", "event", "event_id"));
  }

  @Test
  void readsWhatItWrites() {
    MetricFamily family =
        new MetricFamily(
            "evenkeel_sink_freshness_seconds", "histogram", List.of("lane", "since"), "How fresh");

    assertThat(MetricFamily.listed(family.row())).containsValue(family);
  }

  @Test
  void readsAnExposition() {
    String exposition =
        """
        # HELP evenkeel_x_seconds How long
        # TYPE evenkeel_x_seconds histogram
        evenkeel_x_seconds_bucket{lane="live",le="0.5"} 1
        evenkeel_x_seconds_count{lane="live"} 1
        # HELP evenkeel_x_seconds_max How long
        # TYPE evenkeel_x_seconds_max gauge
        evenkeel_x_seconds_max{lane="live"} 0.1
        # HELP jvm_memory Other
        # TYPE jvm_memory gauge
        jvm_memory 5
        """;

    assertThat(MetricFamily.exposed(exposition).values())
        .containsExactly(
            new MetricFamily("evenkeel_x_seconds", "histogram", List.of("lane"), "How long"));
  }

  /** Names, or how they begin, as Prometheus writes them. */
  private static Set<String> declared() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String service : SERVICES) {
      try (Stream<Path> files = Files.walk(Path.of("..", service, "src", "main", "java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(MetricsReferenceTest::read)
            .filter(text -> text.contains("io.micrometer") || text.contains("metrics.gauge("))
            .forEach(text -> names.addAll(namesIn(text)));
      }
    }
    return names;
  }

  private static Set<String> namesIn(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(quoted -> quoted.substring(1, quoted.length() - 1))
        .filter(Predicate.not("evenkeel.reading"::equals))
        .map(name -> name.replace('.', '_'))
        .collect(Collectors.toSet());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
