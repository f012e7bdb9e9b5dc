package io.evenkeel.scenarios;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.function.Function;

/** How vehicles send a batch. */
final class Sending {
  private static final int TRIES_MAX = 12;
  private static final int ACCEPTED = 202;
  private static final int THROTTLED = 429;
  private static final int OVERLOADED = 503;
  private static final String RETRY_AFTER_DEFAULT = "1";
  private static final String STATUS = "status";
  private static final String RETRY_AFTER = "retryAfter";
  private static final String TRIES = "tries";

  private Sending() {}

  /** A batch that must be accepted whole at once. */
  static ChainBuilder accepted(
      String name, String bearer, String vehicle, int events, String moreSignals) {
    Function<Session, String> body = Bodies.next(vehicle, events, moreSignals);
    return exec(post(name, bearer, body)
            .check(status().is(ACCEPTED), jsonPath("$.accepted").ofInt().is(events)))
        .exec(Bodies.sent(events));
  }

  /**
   * A batch that may be put off: 429 and 503 tell how long, and in the end it must be accepted. Any
   * other answer fails.
   */
  static ChainBuilder acceptedInTheEnd(String name, String bearer, String vehicle, int events) {
    Function<Session, String> body = Bodies.next(vehicle, events, "");
    ChainBuilder tryOnce =
        exec(tolerant(name, bearer, body))
            .exec(session -> session.set(TRIES, session.getInt(TRIES) + 1))
            .exec(
                doIf(session -> session.getInt(STATUS) != ACCEPTED)
                    .then(pause(session -> retryAfter(session))));
    return exec(session -> session.set(TRIES, 0).set(STATUS, 0))
        .exec(
            asLongAs(session ->
                    session.getInt(STATUS) != ACCEPTED && session.getInt(TRIES) < TRIES_MAX)
                .on(tryOnce))
        .exec(
            doIf(session -> session.getInt(STATUS) != ACCEPTED)
                .then(exec(post(name + ", last try", bearer, body).check(status().is(ACCEPTED)))))
        .exec(Bodies.sent(events));
  }

  /** A batch that may be accepted or refused because of the tenant's limit, and nothing else. */
  static ChainBuilder acceptedOrThrottled(String name, String bearer, String vehicle, int events) {
    Function<Session, String> body = Bodies.next(vehicle, events, "");
    return exec(post(name, bearer, body).check(status().in(ACCEPTED, THROTTLED)))
        .exec(Bodies.sent(events));
  }

  /** A batch that must be refused because of the tenant's limit, and be told when to come again. */
  static ChainBuilder throttled(String name, String bearer, String vehicle, int events) {
    Function<Session, String> body = Bodies.next(vehicle, events, "");
    return exec(
        post(name, bearer, body)
            .check(
                status().is(THROTTLED),
                header("Retry-After").transform(Integer::valueOf).gte(1),
                jsonPath("$.code").is("tenant-rate-exceeded")));
  }

  private static HttpRequestActionBuilder tolerant(
      String name, String bearer, Function<Session, String> body) {
    return post(name, bearer, body)
        .check(
            status().in(ACCEPTED, THROTTLED, OVERLOADED).saveAs(STATUS),
            header("Retry-After").withDefault(RETRY_AFTER_DEFAULT).saveAs(RETRY_AFTER));
  }

  private static HttpRequestActionBuilder post(
      String name, String bearer, Function<Session, String> body) {
    return http(name)
        .post("/v1/telemetry")
        .header("Authorization", bearer)
        .header("Content-Type", "application/json")
        .body(StringBody(body));
  }

  private static Duration retryAfter(Session session) {
    String seconds = session.getString(RETRY_AFTER);
    return Duration.ofSeconds(Long.parseLong(seconds == null ? RETRY_AFTER_DEFAULT : seconds));
  }
}
