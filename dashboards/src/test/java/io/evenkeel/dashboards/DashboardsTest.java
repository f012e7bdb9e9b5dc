package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of a dashboard relies on. */
class DashboardsTest {
  private static final Rectangle GRID = new Rectangle(0, 0, 24, 1_000);
  private static final int SCHEMA_VERSION = 41;

  @Test
  void areTheSevenThatOthersLinkTo() {
    assertThat(Dashboard.all().stream().map(Dashboard::uid))
        .containsExactlyInAnyOrder(
            "evenkeel-fleet",
            "evenkeel-vehicle",
            "evenkeel-tenant",
            "evenkeel-pipeline",
            "evenkeel-backfill",
            "evenkeel-dead-letters",
            "evenkeel-books");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void sayWhatTheyAreAndAreFoundByTheirTag(Dashboard dashboard) {
    JsonNode json = dashboard.json();

    assertThat(dashboard.uid()).isEqualTo("evenkeel-" + dashboard.name());
    assertThat(json.path("schemaVersion").asInt()).isEqualTo(SCHEMA_VERSION);
    assertThat(json.path("title").asText()).startsWith("Evenkeel / ");
    assertThat(json.path("description").asText()).isNotBlank();
    assertThat(json.path("refresh").asText()).matches("\\d+[sm]");
    assertThat(json.path("time").path("to").asText()).isEqualTo("now");
    assertThat(json.path("tags").get(0).asText()).isEqualTo("evenkeel");
    // Grafana gives one itself: a number in the file would clash on another installation.
    assertThat(json.has("id")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void haveTitlesAndNumbersOfPanelsOnlyOnce(Dashboard dashboard) {
    List<Panel> panels = dashboard.panels();

    assertThat(panels.stream().map(panel -> panel.json().path("id").asInt()))
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
    assertThat(panels).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void havePanelsThatStayOnTheGridAndDoNotOverlap(Dashboard dashboard) {
    List<Panel> placed = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      assertThat(GRID.contains(panel.place())).as("%s lies on the grid", panel).isTrue();
      for (Panel other : placed) {
        assertThat(panel.place().intersects(other.place()))
            .as("%s overlaps %s", panel, other)
            .isFalse();
      }
      placed.add(panel);
    }
  }

  @ParameterizedTest
  @MethodSource("panels")
  void explainEachPanelAndItsUnit(Panel panel) {
    JsonNode json = panel.json();

    assertThat(json.path("title").asText()).isNotBlank();
    assertThat(json.path("description").asText()).hasSizeGreaterThan(20).endsWith(".");
    assertThat(json.path("fieldConfig").path("defaults").path("thresholds").path("steps"))
        .isNotEmpty();
    if (Set.of("stat", "timeseries", "bargauge").contains(panel.type())) {
      assertThat(json.path("fieldConfig").path("defaults").path("unit").asText()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("panels")
  void askADataSourceThatIsProvisioned(Panel panel) {
    Set<String> provisioned = Provisioning.dataSources();
    List<JsonNode> asked = new ArrayList<>();
    asked.add(panel.json().path("datasource"));
    panel.json().path("targets").forEach(target -> asked.add(target.path("datasource")));

    assertThat(asked)
        .hasSizeGreaterThan(1)
        .allSatisfy(source ->
            assertThat(source.path("type").asText() + " " + source.path("uid").asText())
                .isIn(provisioned));
  }

  @ParameterizedTest
  @MethodSource("panels")
  void nameTheTargetsOfAPanelApart(Panel panel) {
    Set<String> names = new HashSet<>();
    for (JsonNode target : panel.json().path("targets")) {
      assertThat(names.add(target.path("refId").asText())).isTrue();
    }
    assertThat(panel.queries()).isNotEmpty().allSatisfy(q -> assertThat(q.text()).isNotBlank());
  }

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  static Stream<Panel> panels() {
    return dashboards().stream()
        .flatMap(dashboard -> dashboard.panels().stream())
        .filter(panel -> !panel.isRow());
  }
}
