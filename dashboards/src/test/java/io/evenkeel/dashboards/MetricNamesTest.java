package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards and the scrape configuration speak of what the services export. */
class MetricNamesTest {
  private static final Pattern METRIC = Pattern.compile("\\bevenkeel_[a-z0-9_]+");
  private static final Pattern SERIES = Pattern.compile("_(bucket|count|sum|max)$");

  @Test
  void areThoseOfTheReference() {
    Set<String> documented = metrics(Provisioning.text("../docs/reference/metrics.md"));
    Set<String> unknown = new TreeSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.queries().stream()
          .filter(Query.PromQl.class::isInstance)
          .flatMap(query -> metrics(query.text()).stream())
          .filter(name -> !documented.contains(name))
          .filter(name -> !documented.contains(SERIES.matcher(name).replaceFirst("")))
          .forEach(unknown::add);
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void areScrapedFromEveryServiceUnderTheNamesThatRulesAndDashboardsUse() {
    Map<?, ?> prometheus = Provisioning.yaml("prometheus.yml");

    assertThat(Provisioning.list(prometheus, "rule_files"))
        .isEqualTo(List.of("alerts/*.rules.yaml"));
    assertThat(
            Provisioning.list(prometheus, "scrape_configs").stream()
                .map(job -> (Map<?, ?>) job)
                .collect(Collectors.toMap(job -> job.get("job_name"), MetricNamesTest::target)))
        .isEqualTo(
            Map.of(
                "evenkeel-gateway", "ingest-gateway:8081/prometheus",
                "evenkeel-processor", "stream-processor:9465/prometheus",
                "evenkeel-sink", "sink:9404/prometheus"));
  }

  private static String target(Map<?, ?> job) {
    Map<?, ?> config = (Map<?, ?>) Provisioning.list(job, "static_configs").getFirst();
    return Provisioning.list(config, "targets").getFirst() + "" + job.get("metrics_path");
  }

  static Set<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
