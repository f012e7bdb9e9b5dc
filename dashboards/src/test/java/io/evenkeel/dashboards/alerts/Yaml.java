package io.evenkeel.dashboards.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML whose shape is known; a key that is there twice is an error. */
final class Yaml {
  private Yaml() {}

  static Map<String, Object> read(Path file) {
    try {
      return map(
          new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
              .loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The maps in a list; none if there is no list. */
  static List<Map<String, Object>> maps(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof List<?> list
        ? list.stream().map(Yaml::map).toList()
        : List.of();
  }

  static Map<String, Object> map(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof Map<?, ?> map ? map(map) : Map.of();
  }

  static String text(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof String text ? text : "";
  }

  // Keys are texts in everything that is read here; anything else fails where it is used.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
