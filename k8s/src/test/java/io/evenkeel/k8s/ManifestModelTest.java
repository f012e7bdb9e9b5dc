package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource fits the published types; nothing in it is unknown to them. */
class ManifestModelTest {

  static Stream<Path> files() {
    return Repository.resourceFiles().stream().filter(file -> !isPatch(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFieldIsKnown(Path file) {
    for (JsonNode resource : Repository.documents(file)) {
      assertThat(UnknownFields.of(resource)).as(file + " " + Models.kind(resource)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyResourceHasAName(Path file) {
    assertThat(Repository.documents(file))
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.at("/metadata/name").asText()).isNotBlank());
  }

  @Test
  void misspelledFieldIsFound() {
    assertThat(
            unknown(
                """
                apiVersion: apps/v1
                kind: Deployment
                spec:
                  template:
                    spec:
                      containers:
                        - name: a
                          readynessProbe: {}
                """))
        .containsExactly(".spec.template.spec.containers[0].readynessProbe");
  }

  @Test
  void misspelledFieldOfAnOperatorIsFound() {
    assertThat(
            unknown(
                """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaNodePool
                spec:
                  replica: 3
                """))
        .containsExactly(".spec.replica");
    assertThatThrownBy(() ->
            unknown(
                """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                spec:
                  minReplicas: 1
                """))
        .hasMessageContaining("minReplicas");
  }

  @Test
  void wrongTypeIsFound() {
    assertThatThrownBy(() ->
            unknown(
                """
                apiVersion: apps/v1
                kind: Deployment
                spec:
                  replicas: many
                """))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doubledKeyIsFound() {
    assertThatThrownBy(() -> Repository.documents("a: 1\na: 2\n")).hasMessageContaining("a");
  }

  private static List<String> unknown(String yaml) {
    return UnknownFields.of(Repository.documents(yaml).getFirst());
  }

  // Patches are checked as what they make: in the rendered overlays.
  private static boolean isPatch(Path file) {
    return Overlay.patchFiles().contains(file.getFileName().toString());
  }
}
