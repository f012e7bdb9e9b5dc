package io.evenkeel.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files beside the dashboards. */
final class Provisioning {
  private Provisioning() {}

  /** Type and uid of each data source that Grafana is given. */
  static Set<String> dataSources() {
    Set<String> sources = new HashSet<>();
    for (Object source : list(yaml("provisioning/datasources/evenkeel.yaml"), "datasources")) {
      Map<?, ?> properties = (Map<?, ?>) source;
      sources.add(properties.get("type") + " " + properties.get("uid"));
    }
    return sources;
  }

  /** A file of the module. */
  static Map<?, ?> yaml(String path) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text(path));
  }

  /** A list of a map. */
  static List<?> list(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  /** A file of the module as text. */
  static String text(String path) {
    try {
      return Files.readString(Dashboard.MODULE.resolve(Path.of(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
