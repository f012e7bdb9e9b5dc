package io.evenkeel.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A deployment, stateful set or job with one container. */
record Workload(String name, PodTemplateSpec template) {
  private static final String IMAGES =
      "(?:.*/)?evenkeel/(ingest-gateway|stream-processor|sink|cli):.*";

  /** Those of the resources that run one of our images. */
  static List<Workload> ours(List<JsonNode> resources) {
    return resources.stream()
        .map(Workload::of)
        .flatMap(Optional::stream)
        .filter(workload -> workload.container().getImage().matches(IMAGES))
        .toList();
  }

  static Optional<Workload> of(JsonNode resource) {
    String name = resource.at("/metadata/name").asText();
    return switch (resource.path("kind").asText()) {
      case "Deployment" ->
          Optional.of(
              new Workload(name, Models.read(resource, Deployment.class).getSpec().getTemplate()));
      case "StatefulSet" ->
          Optional.of(
              new Workload(name, Models.read(resource, StatefulSet.class).getSpec().getTemplate()));
      case "Job" ->
          Optional.of(new Workload(name, Models.read(resource, Job.class).getSpec().getTemplate()));
      default -> Optional.empty();
    };
  }

  PodSpec pod() {
    return template.getSpec();
  }

  Container container() {
    return pod().getContainers().getFirst();
  }

  /** {@code ingest-gateway}, {@code stream-processor}, {@code sink} or {@code cli}. */
  String module() {
    return container().getImage().replaceFirst(IMAGES, "$1");
  }

  /**
   * The environment as the process sees it, with a stand-in for what comes from secrets.
   *
   * @param endpoints the data of the config map
   */
  Map<String, String> environment(Map<String, String> endpoints) {
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : container().getEnv()) {
      environment.put(variable.getName(), value(variable, endpoints));
    }
    return environment;
  }

  private String value(EnvVar variable, Map<String, String> endpoints) {
    var from = variable.getValueFrom();
    if (from == null) {
      return variable.getValue();
    }
    if (from.getConfigMapKeyRef() != null) {
      return Optional.ofNullable(endpoints.get(from.getConfigMapKeyRef().getKey()))
          .orElseThrow(() -> new IllegalStateException(variable + " is not in the config map"));
    }
    return from.getFieldRef() == null ? "http://secret" : name + "-0";
  }
}
