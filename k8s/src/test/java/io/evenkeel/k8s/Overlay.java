package io.evenkeel.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code kubectl kustomize} makes of a directory. */
enum Overlay {
  LOCAL("overlays/local"),
  PRODUCTION("overlays/production");

  private final Path directory;

  Overlay(String directory) {
    this.directory = Repository.MANIFESTS.resolve(directory);
  }

  /** Whether this machine has kubectl. */
  static boolean canRender() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
        .anyMatch(folder -> Path.of(folder, "kubectl").toFile().canExecute());
  }

  /** The names of the files that are patches. */
  static Set<String> patchFiles() {
    return Arrays.stream(values())
        .flatMap(overlay ->
            Repository.documents(overlay.directory.resolve("kustomization.yaml"))
                .getFirst()
                .path("patches")
                .findValuesAsText("path")
                .stream())
        .filter(path -> path.endsWith(".yaml"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All resources. */
  List<JsonNode> render() {
    try {
      Process kubectl =
          new ProcessBuilder("kubectl", "kustomize", directory.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return Repository.documents(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
