package io.evenkeel.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of the folder {@code grafana}.
 *
 * @param name of its file, without the ending
 * @param json what Grafana loads
 */
record Dashboard(String name, JsonNode json) {
  /** The module's folder: tests run in it. */
  static final Path MODULE = Path.of("").toAbsolutePath();

  private static final Path FOLDER = MODULE.resolve("grafana");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All dashboards by name. */
  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .map(Dashboard::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".json", "");
      return new Dashboard(name, JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uid() {
    return json.path("uid").asText();
  }

  /** Begin of the time that it shows when it is opened, as Grafana writes it. */
  String from() {
    return json.path("time").path("from").asText();
  }

  /** Rows and panels in the order of the file. */
  List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    json.path("panels").forEach(panel -> panels.add(new Panel(this, panel)));
    return panels;
  }

  /** Its variables. */
  List<JsonNode> variables() {
    List<JsonNode> variables = new ArrayList<>();
    json.path("templating").path("list").forEach(variables::add);
    return variables;
  }

  /** What it asks data sources: its panels' targets and its variables' values. */
  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    panels().forEach(panel -> queries.addAll(panel.queries()));
    for (JsonNode variable : variables()) {
      String where = name + ", variable " + variable.path("name").asText();
      queries.add(new Query.Sql(where, variable.path("query").asText(), from()));
    }
    return queries;
  }

  @Override
  public String toString() {
    return name;
  }
}
