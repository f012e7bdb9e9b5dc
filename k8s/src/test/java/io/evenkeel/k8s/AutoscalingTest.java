package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The known ways in which autoscaling by backlog goes wrong are closed. */
class AutoscalingTest {

  static Stream<ScaledObject> scaled() {
    return ScalingQueries.scaledObjects().stream();
  }

  @ParameterizedTest
  @MethodSource("scaled")
  void neverScalesToNothingNorBeyondThePartitions(ScaledObject scaled) {
    assertThat(scaled.spec().minReplicaCount()).isEqualTo(1);
    assertThat(scaled.spec().maxReplicaCount()).isEqualTo(Topics.PARTITIONS_DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("scaled")
  void lostReadingNeverShrinks(ScaledObject scaled) {
    assertThat(scaled.spec().fallback().behavior()).isEqualTo("currentReplicasIfHigher");
    assertThat(prometheus(scaled))
        .hasSize(2)
        .allSatisfy(trigger -> {
          assertThat(trigger.metadata()).containsEntry("ignoreNullValues", "false");
          // The fallback holds for average values only.
          assertThat(trigger.metricType()).isEqualTo("AverageValue");
          assertThat(trigger.metadata().get("query"))
              .doesNotContain("vector(")
              .doesNotContain(" or ");
        });
  }

  @ParameterizedTest
  @MethodSource("scaled")
  void onlyTheLiveLaneScales(ScaledObject scaled) {
    assertThat(prometheus(scaled))
        .allSatisfy(t -> assertThat(t.metadata().get("query")).contains("lane=\"live\""));
    assertThat(scaled.spec().scaleTargetRef().name()).doesNotContain("backfill");
  }

  @ParameterizedTest
  @MethodSource("scaled")
  void shrinksSlowly(ScaledObject scaled) {
    var down = scaled.spec().advanced().horizontalPodAutoscalerConfig().behavior().getScaleDown();
    assertThat(down.getStabilizationWindowSeconds()).isGreaterThanOrEqualTo(600);
    assertThat(down.getPolicies())
        .allSatisfy(policy -> {
          assertThat(policy.getType()).isEqualTo("Pods");
          assertThat(policy.getValue()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @MethodSource("scaled")
  void scalesSomethingThatIsThereAndHasNoNumberOfItsOwn(ScaledObject scaled) {
    ScaledObject.Target target = scaled.spec().scaleTargetRef();
    assertThat(
            Manifests.base()
                .ofKind(target.kind())
                .filter(r -> r.at("/metadata/name").asText().equals(target.name())))
        .hasSize(1)
        .allSatisfy(r -> assertThat(r.at("/spec/replicas").isMissingNode()).isTrue());
  }

  @Test
  void everyQueryNamesAMetricOfTheReference() {
    Path reference = Repository.ROOT.resolve("docs/reference/metrics.md");
    List<String> known = KnownMetrics.read(reference);

    assertThat(ScalingQueries.all())
        .isNotEmpty()
        .allSatisfy(query -> assertThat(known).containsAll(KnownMetrics.in(query)));
  }

  private static List<ScaledObject.Trigger> prometheus(ScaledObject scaled) {
    return scaled.spec().triggers().stream().filter(t -> t.type().equals("prometheus")).toList();
  }
}
