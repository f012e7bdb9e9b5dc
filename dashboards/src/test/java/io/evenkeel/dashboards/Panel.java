package io.evenkeel.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A panel or a row.
 *
 * @param dashboard that it is on
 * @param json of the panel
 */
record Panel(Dashboard dashboard, JsonNode json) {
  boolean isRow() {
    return type().equals("row");
  }

  String type() {
    return json.path("type").asText();
  }

  /** Where it lies on the grid. */
  Rectangle place() {
    JsonNode grid = json.path("gridPos");
    return new Rectangle(
        grid.path("x").asInt(-1),
        grid.path("y").asInt(-1),
        grid.path("w").asInt(),
        grid.path("h").asInt());
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    String from = json.path("timeFrom").asText(dashboard.from());
    for (JsonNode target : json.path("targets")) {
      String where = this + ", " + target.path("refId").asText();
      queries.add(
          target.has("rawSql")
              ? new Query.Sql(where, target.path("rawSql").asText(), from)
              : new Query.PromQl(where, target.path("expr").asText()));
    }
    return queries;
  }

  @Override
  public String toString() {
    return dashboard.name() + ": " + json.path("title").asText();
  }
}
