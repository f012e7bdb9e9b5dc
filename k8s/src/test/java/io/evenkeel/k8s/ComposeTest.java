package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose file is understood by Compose, by the services, and names files that exist. */
class ComposeTest {
  private static final JsonNode COMPOSE =
      Repository.documents(Repository.ROOT.resolve("docker-compose.yml")).getFirst();

  private static final Set<String> SERVICE_KEYS =
      Set.of(
          "image",
          "restart",
          "environment",
          "ports",
          "volumes",
          "healthcheck",
          "depends_on",
          "command",
          "entrypoint",
          "user",
          "read_only",
          "tmpfs",
          "security_opt",
          "cap_drop",
          "stop_grace_period",
          "profiles",
          "working_dir",
          "<<");
  private static final Set<String> HEALTH_KEYS = Set.of("test", "interval", "timeout", "retries");
  private static final Set<String> CONDITIONS =
      Set.of("service_healthy", "service_completed_successfully", "service_started");

  @Test
  void onlyKnownKeys() {
    assertThat(names(COMPOSE))
        .containsExactlyInAnyOrder("name", "x-service", "services", "volumes");
    COMPOSE
        .path("services")
        .forEach(service -> {
          assertThat(SERVICE_KEYS).containsAll(names(service));
          assertThat(HEALTH_KEYS).containsAll(names(service.path("healthcheck")));
          service
              .path("depends_on")
              .forEach(on -> assertThat(CONDITIONS).contains(on.path("condition").asText()));
        });
  }

  @Test
  void dependsOnWhatIsThere() {
    Set<String> services = names(COMPOSE.path("services"));
    COMPOSE
        .path("services")
        .forEach(service -> assertThat(services).containsAll(names(service.path("depends_on"))));
  }

  @Test
  void mountsFilesThatExistAndVolumesThatAreDeclared() {
    for (JsonNode service : COMPOSE.path("services")) {
      Manifests.texts(service.path("volumes"))
          .map(volume -> volume.split(":", -1)[0])
          .forEach(source -> {
            if (source.startsWith("./")) {
              assertThat(Files.exists(Repository.ROOT.resolve(source))).as(source).isTrue();
            } else {
              assertThat(names(COMPOSE.path("volumes"))).contains(source);
            }
          });
    }
  }

  @Test
  void opensPortsOnLoopbackOnly() {
    for (JsonNode service : COMPOSE.path("services")) {
      assertThat(Manifests.texts(service.path("ports")))
          .allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest-gateway", "stream-processor", "sink"})
  void serviceUnderstandsItsVariablesAndOpensItsPorts(String module) {
    JsonNode service = COMPOSE.path("services").path(module);
    Map<String, String> environment = environment(service);
    Settings settings = Settings.ofModule(module);

    assertThat(service.path("image").asText())
        .isEqualTo("evenkeel/" + module + ":" + Poms.version());
    assertThat(environment.keySet()).allMatch(settings::knows);
    assertThatCode(() -> settings.read(environment)).doesNotThrowAnyException();
    assertThat(
            Manifests.texts(service.path("ports"))
                .map(port -> Integer.valueOf(port.replaceFirst(".*:", ""))))
        .containsExactlyInAnyOrderElementsOf(Ports.of(module).values());
    assertThat(service.at("/healthcheck/test").toString())
        .contains("/127.0.0.1/" + Ports.of(module).get("admin") + " ", "/health/readiness");
  }

  @Test
  void brokerIsOfTheVersionOfTheClients() {
    String version = Poms.parent("/project/properties/kafka.version").getFirst();
    assertThat(
            Stream.concat(
                COMPOSE.path("services").findValuesAsText("image").stream(),
                Pattern.compile("image: (\\S+)")
                    .matcher(Repository.text("k8s/overlays/local/kafka.yaml"))
                    .results()
                    .map(match -> match.group(1))))
        .filteredOn(image -> image.startsWith("apache/kafka"))
        .isNotEmpty()
        .containsOnly("apache/kafka:" + version);
  }

  @Test
  void prometheusAsksTheServicesOfThisFile() {
    String scrape = Repository.text("dashboards/prometheus.yml");
    assertThat(List.of("ingest-gateway", "stream-processor", "sink"))
        .allSatisfy(module ->
            assertThat(scrape).contains('"' + module + ":" + Ports.of(module).get("admin") + '"'));
  }

  @Test
  void grafanaHasTheVariablesThatItsProvisioningAsksFor() throws java.io.IOException {
    Set<String> given = names(COMPOSE.at("/services/grafana/environment"));
    try (Stream<java.nio.file.Path> files =
        Files.walk(Repository.ROOT.resolve("dashboards/provisioning"))) {
      files
          .filter(Files::isRegularFile)
          .flatMap(file -> variables(Repository.documents(file).toString()))
          .forEach(variable -> assertThat(given).contains(variable));
    }
  }

  private static Stream<String> variables(String text) {
    return Pattern.compile("\\$\\{?([A-Z][A-Z_]+)")
        .matcher(text)
        .results()
        .map(match -> match.group(1));
  }

  private static Map<String, String> environment(JsonNode service) {
    Map<String, String> environment = new HashMap<>();
    service
        .path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
