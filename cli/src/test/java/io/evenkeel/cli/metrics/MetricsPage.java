package io.evenkeel.cli.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page {@code docs/reference/metrics.md}: an introduction by hand, and generated tables. */
public final class MetricsPage {
  private static final Path FILE = Path.of("..", "docs", "reference", "metrics.md");
  private static final String BEGIN = "<!-- generated from here on -->\n";

  private MetricsPage() {}

  /** Everything that the page lists. */
  public static Map<String, MetricFamily> families() throws IOException {
    return MetricFamily.listed(Files.readString(FILE));
  }

  /**
   * Writes the tables anew.
   *
   * @param exposed what running services expose; what they do not at the moment stays as it is
   */
  public static void write(Map<String, MetricFamily> exposed) throws IOException {
    String page = Files.readString(FILE);
    Map<String, MetricFamily> all = new TreeMap<>(families());
    all.putAll(exposed);
    String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    Files.writeString(FILE, head + tables(all));
  }

  private static String tables(Map<String, MetricFamily> all) {
    Map<Part, Map<String, MetricFamily>> byPart = new TreeMap<>();
    all.forEach((name, family) ->
        byPart.computeIfAbsent(Part.of(name), part -> new TreeMap<>()).put(name, family));
    return byPart.entrySet().stream()
        .map(part ->
            "\n## %s\n\n| metric | type | unit | labels | what |\n|---|---|---|---|---|\n%s\n"
                .formatted(
                    part.getKey().title,
                    part.getValue().values().stream()
                        .map(MetricFamily::row)
                        .collect(Collectors.joining("\n"))))
        .collect(Collectors.joining());
  }

  /** A heading. */
  private enum Part {
    GATEWAY("Gateway"),
    PROCESSOR("Processor"),
    SINK("Sink: every process"),
    CARETAKER("Sink: what the caretaker looks after"),
    ALL("Every service");

    private final String title;

    Part(String title) {
      this.title = title;
    }

    static Part of(String name) {
      return switch (name.split("_", -1)[1]) {
        case "gateway" -> GATEWAY;
        case "processor" -> PROCESSOR;
        case "sink" -> SINK;
        case "build" -> ALL;
        default -> CARETAKER;
      };
    }
  }
}
