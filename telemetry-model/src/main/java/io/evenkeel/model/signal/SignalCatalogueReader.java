package io.evenkeel.model.signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads {@code signals.yaml}. A mistake in the file is a programmer's mistake and throws. */
final class SignalCatalogueReader {
  private static final String RESOURCE = "signals.yaml";

  private SignalCatalogueReader() {}

  static SignalCatalogue readStandard() {
    try (InputStream in = SignalCatalogueReader.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the class path");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SignalCatalogue read(InputStream yaml) {
    Object root =
        new Load(LoadSettings.builder().setLabel(RESOURCE).build()).loadFromInputStream(yaml);
    return new SignalCatalogue(
        maps(((Map<?, ?>) root).get("signals")).stream()
            .map(SignalCatalogueReader::signal)
            .toList());
  }

  private static Signal signal(Map<?, ?> entry) {
    return new Signal(
        (int) number(entry, "id"),
        text(entry, "name"),
        text(entry, "vss"),
        SignalType.valueOf(text(entry, "type").toUpperCase(Locale.ROOT)),
        text(entry, "datatype"),
        textOr(entry, "unit", ""),
        range(entry.get("range")),
        Aggregation.valueOf(text(entry, "aggregation").toUpperCase(Locale.ROOT)),
        text(entry, "column"),
        maps(entry.get("aliases")).stream().map(SignalCatalogueReader::alias).toList(),
        textOr(entry, "description", ""));
  }

  private static Optional<PlausibleRange> range(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> range)) {
      return Optional.empty();
    }
    return Optional.of(
        new PlausibleRange(number(range, "min"), number(range, "max"), number(range, "tolerance")));
  }

  private static SignalAlias alias(Map<?, ?> entry) {
    return new SignalAlias(
        text(entry, "name"),
        entry.containsKey("scale") ? number(entry, "scale") : 1,
        entry.containsKey("offset") ? number(entry, "offset") : 0);
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    if (!(list instanceof List<?> entries)) {
      return List.of();
    }
    return entries.stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
  }

  private static String text(Map<?, ?> entry, String key) {
    Object value = entry.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "An entry of " + RESOURCE + " has no " + key + ": " + entry);
    }
    return value.toString();
  }

  private static String textOr(Map<?, ?> entry, String key, String fallback) {
    return entry.get(key) == null ? fallback : text(entry, key);
  }

  private static double number(Map<?, ?> entry, String key) {
    if (entry.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        "An entry of " + RESOURCE + " has no number " + key + ": " + entry);
  }
}
