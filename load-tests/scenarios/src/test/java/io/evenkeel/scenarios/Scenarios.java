package io.evenkeel.scenarios;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenarios by name. */
final class Scenarios {
  private static final String COMMUTER = "commuter peaks";
  private static final String STORM = "reconnect storm";
  private static final String TUNNEL = "tunnel catch-up";
  private static final String ROLL_OUT = "firmware roll-out";
  private static final String NEIGHBOUR = "neighbour of an abusive tenant";
  private static final String ABUSER = "abusive tenant";
  private static final String ABUSER_REFUSED = "abusive tenant, over its limit";

  private static final int TRIP_BATCHES = 3;
  private static final int TRIP_EVENTS = 10;
  private static final int OUTAGE_BATCHES = 4;
  private static final int OUTAGE_EVENTS = 200;
  private static final int TUNNEL_EVENTS = 300;
  private static final int ABUSER_EVENTS = 1_000;
  private static final int ABUSER_REQUESTS = 5;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Target target;

  Scenarios(Target target) {
    this.target = target;
  }

  /**
   * Who sends, and what must be true of the answers in the end.
   *
   * @param populations senders
   * @param assertions of which each ends the run with an error if it does not hold
   */
  record Scenario(List<PopulationBuilder> populations, List<Assertion> assertions) {}

  /** All of them. */
  Map<String, Scenario> byName() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put("commuter-peaks", commuterPeaks());
    all.put("reconnect-storm", reconnectStorm());
    all.put("tunnel-catch-up", tunnelCatchUp());
    all.put("firmware-roll-out", firmwareRollOut());
    all.put("abusive-tenant", abusiveTenant());
    return all;
  }

  /** Everyone drives to work, and home again: the rate rises tenfold and falls, twice. */
  private Scenario commuterPeaks() {
    double low = perSecond(0.2);
    double peak = low * 10;
    Duration quarter = part(4);
    PopulationBuilder trips =
        scenario(COMMUTER)
            .exec(
                repeat(TRIP_BATCHES)
                    .on(
                        Sending.accepted(COMMUTER, target.bearer(), "commuter", TRIP_EVENTS, ""),
                        pause(SECOND)))
            .injectOpen(
                rampUsersPerSec(low).to(peak).during(quarter),
                rampUsersPerSec(peak).to(low).during(quarter),
                rampUsersPerSec(low).to(peak).during(quarter),
                rampUsersPerSec(peak).to(low).during(quarter));
    return allAccepted(COMMUTER, trips);
  }

  /** The gateways come back, and every vehicle is there at the same moment with a full buffer. */
  private Scenario reconnectStorm() {
    PopulationBuilder storm =
        scenario(STORM)
            .exec(
                repeat(OUTAGE_BATCHES)
                    .on(Sending.acceptedInTheEnd(STORM, target.bearer(), "storm", OUTAGE_EVENTS)))
            .injectOpen(nothingFor(SECOND), atOnceUsers(target.vehicles()));
    return allAccepted(STORM, storm);
  }

  /** Groups of vehicles leave a tunnel, send what they kept, and go on as before. */
  private Scenario tunnelCatchUp() {
    PopulationBuilder tunnel =
        scenario(TUNNEL)
            .exec(Sending.accepted(TUNNEL, target.bearer(), "tunnel", 1, ""))
            .pause(SECOND)
            .exec(Sending.accepted(TUNNEL, target.bearer(), "tunnel", TUNNEL_EVENTS, ""))
            .exec(
                repeat(TRIP_BATCHES)
                    .on(Sending.accepted(TUNNEL, target.bearer(), "tunnel", 1, ""), pause(SECOND)))
            .injectOpen(constantUsersPerSec(perSecond(0.5)).during(part(1)));
    return allAccepted(TUNNEL, tunnel);
  }

  /** New firmware sends twice as often, and a signal that nobody knows. */
  private Scenario firmwareRollOut() {
    Duration half = part(2);
    double rate = perSecond(0.5);
    PopulationBuilder before =
        scenario(ROLL_OUT + ", before")
            .exec(Sending.accepted(ROLL_OUT, target.bearer(), "old", TRIP_EVENTS, ""))
            .injectOpen(constantUsersPerSec(rate).during(half));
    PopulationBuilder after =
        scenario(ROLL_OUT + ", after")
            .exec(
                Sending.accepted(
                    ROLL_OUT, target.bearer(), "new", TRIP_EVENTS, ",\"cabin_air_quality\":17"))
            .injectOpen(nothingFor(half), constantUsersPerSec(2 * rate).during(half));
    return allAccepted(ROLL_OUT, before, after);
  }

  /** One tenant sends far more than it may; its neighbour must not notice. */
  private Scenario abusiveTenant() {
    PopulationBuilder neighbour =
        scenario(NEIGHBOUR)
            .exec(Sending.accepted(NEIGHBOUR, target.bearer(), "neighbour", TRIP_EVENTS, ""))
            .injectOpen(constantUsersPerSec(perSecond(0.5)).during(part(1)));
    PopulationBuilder abuser =
        scenario(ABUSER)
            .exec(
                repeat(ABUSER_REQUESTS)
                    .on(
                        Sending.acceptedOrThrottled(
                            ABUSER, target.abuserBearer(), "abuser", ABUSER_EVENTS)))
            .exec(Sending.throttled(ABUSER_REFUSED, target.abuserBearer(), "abuser", TRIP_EVENTS))
            .injectOpen(constantUsersPerSec(perSecond(0.5)).during(part(1)));
    return new Scenario(
        List.of(neighbour, abuser),
        List.of(
            details(NEIGHBOUR).failedRequests().count().is(0L),
            details(NEIGHBOUR).successfulRequests().count().gt(0L),
            details(ABUSER).failedRequests().count().is(0L),
            details(ABUSER_REFUSED).failedRequests().count().is(0L),
            details(ABUSER_REFUSED).successfulRequests().count().gt(0L)));
  }

  private static Scenario allAccepted(String name, PopulationBuilder... populations) {
    return new Scenario(
        List.of(populations),
        List.of(
            details(name).failedRequests().count().is(0L),
            details(name).successfulRequests().count().gt(0L)));
  }

  // Vehicles that begin a second, when so large a share of the fleet does over the whole time.
  private double perSecond(double share) {
    return Math.max(1, share * target.vehicles() / target.seconds());
  }

  private Duration part(int parts) {
    return Duration.ofMillis(Math.max(1_000, target.seconds() * 1_000L / parts));
  }
}
