package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links lead somewhere, with what the place needs, and variables are there. */
class LinksTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(?!__)([a-zA-Z]\\w*)");
  private static final Pattern PARAMETER = Pattern.compile("[?&]var-(\\w+)=");
  private static final Pattern COLUMN = Pattern.compile("__data\\.fields\\.(\\w+)");
  private static final String PAGES = "https://github.com/evenkeel/evenkeel/blob/main/";

  @ParameterizedTest
  @MethodSource("dashboards")
  void useOnlyVariablesThatTheDashboardHas(Dashboard dashboard) {
    Set<String> defined = variables(dashboard);

    assertThat(dashboard.json().findValuesAsText("url")).isNotEmpty();
    assertThat(dashboard.queries())
        .allSatisfy(query -> assertThat(defined).containsAll(used(query.text())));
    assertThat(dashboard.json().findValuesAsText("url"))
        .allSatisfy(url -> assertThat(defined).containsAll(used(url)));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void leadToDashboardsAndVariablesThatExist(Dashboard dashboard) {
    for (String url : dashboard.json().findValuesAsText("url")) {
      if (url.startsWith("/d/")) {
        Dashboard target = dashboard(url.substring("/d/".length()).split("\\?", 2)[0]);
        assertThat(variables(target)).as(url).containsAll(matches(PARAMETER, url));
        assertThat(url).as("keeps the time").contains("${__url_time_range}");
      } else {
        assertThat(url).startsWith(PAGES);
        String page = url.substring(PAGES.length());
        String folder = page.substring(0, page.lastIndexOf('/'));
        assertThat(Files.isDirectory(Dashboard.MODULE.resolve("..").resolve(folder))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void takeValuesFromColumnsThatThePanelSelects(Dashboard dashboard) {
    for (Panel panel : dashboard.panels()) {
      String sql = panel.queries().stream().map(Query::text).collect(Collectors.joining());
      for (String url : panel.json().findValuesAsText("url")) {
        assertThat(matches(COLUMN, url))
            .allSatisfy(
                column -> assertThat(sql).as("%s", panel).containsPattern("\\b" + column + "\\b"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void quoteVariablesInSql(Dashboard dashboard) {
    assertThat(dashboard.queries())
        .filteredOn(Query.Sql.class::isInstance)
        .allSatisfy(sql ->
            assertThat(sql.text().replaceAll("\\$\\{\\w+:sqlstring}", ""))
                .doesNotContainPattern(VARIABLE));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void offerTheOtherDashboards(Dashboard dashboard) {
    JsonNode link = dashboard.json().path("links").path(0);

    assertThat(link.path("tags").path(0).asText()).isEqualTo("evenkeel");
    assertThat(link.path("includeVars").asBoolean()).isTrue();
    assertThat(link.path("keepTime").asBoolean()).isTrue();
  }

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  private static Dashboard dashboard(String uid) {
    return Dashboard.all().stream()
        .filter(dashboard -> dashboard.uid().equals(uid))
        .findAny()
        .orElseThrow(() -> new AssertionError("no dashboard " + uid));
  }

  private static Set<String> variables(Dashboard dashboard) {
    return dashboard.variables().stream()
        .map(variable -> variable.path("name").asText())
        .collect(Collectors.toSet());
  }

  private static Set<String> used(String text) {
    return matches(VARIABLE, text);
  }

  private static Set<String> matches(Pattern pattern, String text) {
    Stream<MatchResult> found = pattern.matcher(text).results();
    return found.map(match -> match.group(1)).collect(Collectors.toCollection(HashSet::new));
  }
}
