package io.evenkeel.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** The queries by which the autoscalers decide, read from the manifests. */
final class ScalingQueries {
  private ScalingQueries() {}

  static List<ScaledObject> scaledObjects() {
    return Repository.documents(Repository.MANIFESTS.resolve("components/keda/scaled-objects.yaml"))
        .stream()
        .map(resource -> Models.read(resource, ScaledObject.class))
        .toList();
  }

  /** The query of a trigger. */
  static String of(String scaledObject, String trigger) {
    return scaledObjects().stream()
        .filter(scaled -> scaled.metadata().getName().equals(scaledObject))
        .flatMap(scaled -> scaled.spec().triggers().stream())
        .filter(candidate -> candidate.name().equals(trigger))
        .map(candidate -> candidate.metadata().getOrDefault("query", ""))
        .findFirst()
        .orElseThrow();
  }

  /**
   * What the Prometheus adapter asks for the gateway's autoscaler, its placeholders filled in as
   * the adapter does.
   */
  static String inFlight(String namespace, String pods) {
    JsonNode rule =
        Repository.documents(
                Repository.MANIFESTS.resolve("components/in-flight/prometheus-adapter-values.yaml"))
            .getFirst()
            .at("/rules/custom/0");
    return rule.path("metricsQuery")
        .asText()
        .replace("<<.Series>>", rule.path("seriesQuery").asText().replaceFirst("\\{.*", ""))
        .replace("<<.LabelMatchers>>", "namespace=\"" + namespace + "\",pod=~\"" + pods + "\"")
        .replace("<<.GroupBy>>", "pod");
  }

  static List<String> all() {
    return Stream.concat(
            scaledObjects().stream()
                .flatMap(scaled -> scaled.spec().triggers().stream())
                .filter(trigger -> trigger.type().equals("prometheus"))
                .map(trigger -> trigger.metadata().getOrDefault("query", "")),
            Stream.of(inFlight("evenkeel", ".*")))
        .toList();
  }
}
