package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every dashboard is what Grafana's published types say that a dashboard is. */
class GrafanaTypesTest {
  private static final GrafanaTypes TYPES = new GrafanaTypes();

  @ParameterizedTest
  @MethodSource("dashboards")
  void dashboardsAreOfGrafanasType(Dashboard dashboard) {
    ObjectNode withoutPanels = dashboard.json().deepCopy();
    // Each is judged by itself, which says better what is wrong.
    withoutPanels.remove("panels");

    assertThat(TYPES.errors("dashboard", withoutPanels)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("panels")
  void panelsAreOfGrafanasType(Panel panel) {
    assertThat(TYPES.errors(panel.isRow() ? "row" : "panel", panel.json())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("panelsWithData")
  void optionsAreThoseOfThePanelsType(Panel panel) {
    assertThat(TYPES.errors(panel.type() + ".options", panel.json().path("options"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("panelsWithData")
  void fieldOptionsAreThoseOfThePanelsType(Panel panel) {
    String type = panel.type() + ".custom";
    JsonNode custom = panel.json().path("fieldConfig").path("defaults").path("custom");

    if (TYPES.knows(type)) {
      assertThat(TYPES.errors(type, custom)).isEmpty();
    } else {
      assertThat(custom.isMissingNode()).as("a %s has no such options", panel.type()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("panelsWithData")
  void overridesSetPropertiesThatExist(Panel panel) {
    for (JsonNode override : panel.json().path("fieldConfig").path("overrides")) {
      for (JsonNode property : override.path("properties")) {
        assertThat(errorsOf(panel, property)).as("%s", override.path("matcher")).isEmpty();
      }
    }
  }

  @Test
  void findsAMisspeltNameAWrongTypeAndAValueThatIsNotOneOfThem() throws Exception {
    JsonNode panel =
        new ObjectMapper()
            .readTree(
                "{\"type\":\"stat\",\"titel\":\"x\",\"id\":\"1\",\"repeatDirection\":\"up\"}");

    assertThat(TYPES.errors("panel", panel))
        .hasSize(3)
        .anyMatch(e -> e.contains("titel"))
        .anyMatch(e -> e.contains("$.id"))
        .anyMatch(e -> e.contains("repeatDirection"));
  }

  private static List<String> errorsOf(Panel panel, JsonNode property) {
    String id = property.path("id").asText();
    ObjectNode part = new ObjectMapper().createObjectNode();
    if (id.startsWith("custom.")) {
      part.set(id.substring("custom.".length()), property.path("value"));
      return TYPES.errorsOfPart(panel.type() + ".custom", part);
    }
    part.set(id, property.path("value"));
    ObjectNode whole = part.objectNode().put("type", panel.type());
    whole.putObject("fieldConfig").set("defaults", part);
    return TYPES.errorsOfPart("panel", whole);
  }

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  static Stream<Panel> panels() {
    return dashboards().stream().flatMap(dashboard -> dashboard.panels().stream());
  }

  static Stream<Panel> panelsWithData() {
    return panels().filter(panel -> !panel.isRow());
  }
}
