package io.evenkeel.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A set of resources that belong together: the base as it is written, which needs no tool, or an
 * overlay as kubectl makes it.
 */
record Manifests(String name, List<JsonNode> resources, Map<String, String> endpoints) {
  private static final String ENDPOINTS = "evenkeel-endpoints";

  /** The base, and the overlays where this machine has kubectl; read once. */
  static Stream<Manifests> all() {
    return Holder.ALL.stream();
  }

  private static final class Holder {
    static final List<Manifests> ALL =
        Overlay.canRender()
            ? List.of(base(), of(Overlay.LOCAL), of(Overlay.PRODUCTION))
            : List.of(base());
  }

  static Manifests base() {
    Path directory = Repository.MANIFESTS.resolve("base");
    JsonNode kustomization =
        Repository.documents(directory.resolve("kustomization.yaml")).getFirst();
    List<JsonNode> resources =
        texts(kustomization.path("resources"))
            .flatMap(file -> Repository.documents(directory.resolve(file)).stream())
            .toList();
    Map<String, String> endpoints =
        texts(kustomization.at("/configMapGenerator/0/literals"))
            .map(literal -> literal.split("=", 2))
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
    return new Manifests("base", resources, endpoints);
  }

  static Manifests of(Overlay overlay) {
    List<JsonNode> resources = overlay.render();
    JsonNode data =
        resources.stream()
            .filter(r -> r.path("kind").asText().equals("ConfigMap"))
            .filter(r -> r.at("/metadata/name").asText().startsWith(ENDPOINTS))
            .findFirst()
            .orElseThrow()
            .path("data");
    Map<String, String> endpoints =
        data.properties().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> entry.getValue().asText()));
    return new Manifests(overlay.name(), resources, endpoints);
  }

  List<Workload> workloads() {
    return Workload.ours(resources);
  }

  /** The workloads that are services: all but the command. */
  List<Workload> services() {
    return workloads().stream().filter(w -> !w.module().equals("cli")).toList();
  }

  Stream<JsonNode> ofKind(String kind) {
    return resources.stream().filter(r -> r.path("kind").asText().equals(kind));
  }

  static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  @Override
  public String toString() {
    return name;
  }
}
