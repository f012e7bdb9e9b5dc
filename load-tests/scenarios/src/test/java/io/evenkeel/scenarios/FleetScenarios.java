package io.evenkeel.scenarios;

import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.evenkeel.scenarios.Scenarios.Scenario;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scenario that the system property {@code scenario} names, or all of them at once. */
public final class FleetScenarios extends Simulation {
  private static final String ALL = "all";

  /** Called by Gatling. */
  public FleetScenarios() {
    Target target = Target.fromSystemProperties();
    List<PopulationBuilder> populations = new ArrayList<>();
    List<Assertion> assertions = new ArrayList<>(List.of(global().failedRequests().count().is(0L)));
    for (Scenario scenario : chosen(new Scenarios(target).byName())) {
      populations.addAll(scenario.populations());
      assertions.addAll(scenario.assertions());
    }
    setUp(populations).protocols(http.baseUrl(target.url()).disableWarmUp()).assertions(assertions);
  }

  private static List<Scenario> chosen(Map<String, Scenario> byName) {
    String name = System.getProperty("scenario", ALL);
    if (name.equals(ALL)) {
      return List.copyOf(byName.values());
    }
    Scenario scenario = byName.get(name);
    if (scenario == null) {
      throw new IllegalArgumentException("Unknown scenario; there are " + byName.keySet());
    }
    return List.of(scenario);
  }
}
