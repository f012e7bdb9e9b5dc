package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The Kubernetes resource with the alerts holds the very groups of dashboards/alerts; {@code
 * -Dupdate.docs=true} writes it.
 */
class PrometheusRuleTest {
  private static final Path RULES =
      Repository.ROOT.resolve("dashboards/alerts/evenkeel.rules.yaml");
  private static final Path RESOURCE =
      Repository.MANIFESTS.resolve("components/monitoring/prometheus-rule.yaml");
  private static final String HEAD =
      """
      # Made from dashboards/alerts/evenkeel.rules.yaml: mvn test -pl k8s -Dtest=PrometheusRuleTest -Dupdate.docs=true
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata:
        name: evenkeel
        labels:
          app.kubernetes.io/name: evenkeel
      spec:
      """;

  @Test
  void holdsTheGroupsOfTheAlerts() throws IOException {
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(RESOURCE, made());
    }
    JsonNode rules = Repository.documents(RULES).getFirst();
    JsonNode resource = Repository.documents(RESOURCE).getFirst();

    assertThat(rules.path("groups")).isNotEmpty();
    assertThat(resource.at("/spec/groups"))
        .as("run mvn test -pl k8s -Dtest=PrometheusRuleTest -Dupdate.docs=true")
        .isEqualTo(rules.path("groups"));
  }

  // The rules as they are written, comments included, two columns further in.
  private static String made() throws IOException {
    return Files.readString(RULES)
        .lines()
        .map(line -> line.isBlank() ? "" : "  " + line)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }
}
