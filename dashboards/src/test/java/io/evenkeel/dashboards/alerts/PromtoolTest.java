package io.evenkeel.dashboards.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the real promtool. Without it only the tests of {@link AlertRulesTest} say something. */
class PromtoolTest {
  private static final String PROMTOOL = "promtool";

  @BeforeEach
  void promtoolIsInstalled() {
    assumeTrue(
        onPath().isPresent(),
        "promtool is missing: install Prometheus (Debian: apt-get install prometheus)");
  }

  @Test
  void acceptsTheRules() throws Exception {
    promtool(List.of("check", "rules", "--lint=all", AlertFiles.RULES.toString()));
  }

  @Test
  void acceptsTheScrapeConfiguration() throws Exception {
    Path config = AlertFiles.MODULE.resolve("prometheus.yml");
    promtool(List.of("check", "config", config.toString()));
  }

  @Test
  void seesEachAlertFireAndKeepQuietAsTheTestsSay() throws Exception {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    AlertFiles.testFiles().forEach(file -> command.add(file.toString()));
    promtool(command);
  }

  private static void promtool(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROMTOOL));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static Optional<Path> onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(":"))
        .map(directory -> Path.of(directory, PROMTOOL))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
