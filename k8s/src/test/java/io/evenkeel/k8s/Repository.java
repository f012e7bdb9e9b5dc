package io.evenkeel.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;

/** Files of the project, read from the module's directory. */
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path MANIFESTS = ROOT.resolve("k8s");

  private static final YAMLMapper YAML = new YAMLMapper(strictFactory());

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML file; a key that stands twice is an error. */
  static List<JsonNode> documents(Path file) {
    try {
      return documents(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> documents(String yaml) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      List<JsonNode> documents = new ArrayList<>();
      values.forEachRemaining(documents::add);
      documents.removeIf(JsonNode::isNull);
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All YAML files below the directories of the manifests that hold resources. */
  static List<Path> resourceFiles() {
    return Stream.of("base", "components", "overlays", "examples")
        .map(MANIFESTS::resolve)
        .flatMap(Repository::walk)
        .filter(file -> file.toString().endsWith(".yaml"))
        .filter(file -> !file.endsWith("kustomization.yaml"))
        .filter(file -> !file.endsWith("prometheus-adapter-values.yaml"))
        .sorted()
        .toList();
  }

  private static Stream<Path> walk(Path directory) {
    try {
      return Files.walk(directory).filter(Files::isRegularFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static YAMLFactory strictFactory() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return YAMLFactory.builder().loaderOptions(options).build();
  }
}
