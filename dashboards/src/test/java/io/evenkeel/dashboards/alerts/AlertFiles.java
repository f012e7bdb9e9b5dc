package io.evenkeel.dashboards.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alert rules, their tests and their pages, where they are in the repository. */
final class AlertFiles {
  /** Tests run in the module's directory. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  static final Path REPOSITORY = MODULE.resolve("..").normalize();
  static final Path RULES = MODULE.resolve("alerts/evenkeel.rules.yaml");
  static final Path TESTS = MODULE.resolve("alerts/tests");
  static final Path RUNBOOKS = REPOSITORY.resolve("docs/runbooks");

  private AlertFiles() {}

  /** All rules, alerting and recording, in the order of the file. */
  static List<Map<String, Object>> rules() {
    return Yaml.maps(Yaml.read(RULES), "groups").stream()
        .flatMap(group -> Yaml.maps(group, "rules").stream())
        .toList();
  }

  static List<Map<String, Object>> alerts() {
    return rules().stream().filter(rule -> rule.containsKey("alert")).toList();
  }

  /** Some alerts have two rules, one for each severity. */
  static Set<String> alertNames() {
    return alerts().stream()
        .map(rule -> Yaml.text(rule, "alert"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<Path> testFiles() {
    return files(TESTS, ".test.yaml");
  }

  /** What the tests expect of an alert at some moment, one entry for each such case. */
  static List<Map<String, Object>> cases(String alert) {
    return testFiles().stream()
        .map(Yaml::read)
        .flatMap(file -> Yaml.maps(file, "tests").stream())
        .flatMap(test -> Yaml.maps(test, "alert_rule_test").stream())
        .filter(of -> Yaml.text(of, "alertname").equals(alert))
        .toList();
  }

  /** The pages of alerts; index and template are none. */
  static Set<String> runbooks() {
    return files(RUNBOOKS, ".md").stream()
        .map(file -> file.getFileName().toString().replace(".md", ""))
        .filter(name -> name.startsWith("Evenkeel"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path directory, String ending) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
