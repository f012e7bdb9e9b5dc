package io.evenkeel.dashboards.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertRulesTest {
  private static final Path METRICS = AlertFiles.REPOSITORY.resolve("docs/reference/metrics.md");
  private static final Pattern METRIC = Pattern.compile("\\bevenkeel_[a-z_]+");
  private static final Pattern PARTS = Pattern.compile("_(bucket|count|sum)$");
  private static final Set<String> SEVERITIES = Set.of("page", "ticket", "none");
  private static final Set<String> DASHBOARDS =
      Set.of("fleet", "vehicle", "tenant", "pipeline", "backfill", "dead-letters", "books");
  private static final List<String> SECTIONS =
      List.of("Meaning", "Impact", "Checks", "Mitigation", "Cause");

  static Stream<String> alerts() {
    return AlertFiles.alertNames().stream();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void eachAlertSaysHowUrgentItIsWhatItMeansAndWhereToReadOn(String alert) {
    assertThat(rulesOf(alert))
        .allSatisfy(rule -> {
          Map<String, Object> annotations = Yaml.map(rule, "annotations");
          assertThat(Yaml.text(Yaml.map(rule, "labels"), "severity")).isIn(SEVERITIES);
          assertThat(Yaml.text(annotations, "summary")).isNotBlank();
          assertThat(Yaml.text(annotations, "description")).isNotBlank();
          assertThat(Yaml.text(annotations, "runbook_url"))
              .endsWith("/docs/runbooks/" + alert + ".md");
          assertThat(Yaml.text(annotations, "dashboard").replace("/d/evenkeel-", ""))
              .isIn(DASHBOARDS);
        });
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertOfSeveralRulesHasADifferentSeverityInEach(String alert) {
    assertThat(rulesOf(alert))
        .extracting(rule -> Yaml.text(Yaml.map(rule, "labels"), "severity"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void eachRunbookHasItsSectionsInOrder(String alert) {
    List<String> headings =
        AlertFiles.text(AlertFiles.RUNBOOKS.resolve(alert + ".md"))
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(headings).containsSubsequence(SECTIONS);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void eachAlertIsSeenToFireWithEachOfItsSeveritiesAndToKeepQuiet(String alert) {
    List<Map<String, Object>> cases = AlertFiles.cases(alert);
    Set<String> fired =
        cases.stream()
            .flatMap(of -> Yaml.maps(of, "exp_alerts").stream())
            .map(of -> Yaml.text(Yaml.map(of, "exp_labels"), "severity"))
            .collect(Collectors.toSet());

    assertThat(fired)
        .containsExactlyInAnyOrderElementsOf(
            rulesOf(alert).stream()
                .map(rule -> Yaml.text(Yaml.map(rule, "labels"), "severity"))
                .toList());
    // The dead-man's switch is never quiet.
    boolean quietOnce = cases.stream().anyMatch(of -> Yaml.maps(of, "exp_alerts").isEmpty());
    assertThat(quietOnce).isEqualTo(!fired.equals(Set.of("none")));
  }

  @Test
  void thereIsNoRunbookWithoutAnAlert() {
    assertThat(AlertFiles.runbooks()).isEqualTo(AlertFiles.alertNames());
  }

  @Test
  void theIndexOfRunbooksNamesEachAlertWithItsSeverities() {
    String index = AlertFiles.text(AlertFiles.RUNBOOKS.resolve("README.md"));

    assertThat(AlertFiles.alerts())
        .allSatisfy(rule -> {
          String alert = Yaml.text(rule, "alert");
          assertThat(
                  index
                      .lines()
                      .filter(line -> line.startsWith("| [" + alert + "](" + alert + ".md)")))
              .singleElement()
              .asString()
              .contains(Yaml.text(Yaml.map(rule, "labels"), "severity"));
        });
  }

  @Test
  void nothingWaitsForTheBooks() {
    assertThat(rulesOf("EvenkeelBooksUnbalanced")).noneMatch(rule -> rule.containsKey("for"));
  }

  @Test
  void whatIsAbsentOnlyWhilePrometheusStartsIsWaitedFor() {
    assertThat(AlertFiles.alerts())
        .filteredOn(rule -> Yaml.text(rule, "expr").contains("absent("))
        .isNotEmpty()
        .allMatch(rule -> rule.containsKey("for"));
  }

  @Test
  void everyMetricIsInTheReference() {
    String reference = AlertFiles.text(METRICS);

    assertThat(metrics())
        .isNotEmpty()
        .allSatisfy(metric -> assertThat(reference).containsPattern("\\b" + metric + "\\b"));
  }

  private static List<Map<String, Object>> rulesOf(String alert) {
    return AlertFiles.alerts().stream()
        .filter(rule -> Yaml.text(rule, "alert").equals(alert))
        .toList();
  }

  private static Set<String> metrics() {
    return AlertFiles.rules().stream()
        .flatMap(rule -> METRIC.matcher(Yaml.text(rule, "expr")).results())
        .map(found -> PARTS.matcher(found.group()).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
