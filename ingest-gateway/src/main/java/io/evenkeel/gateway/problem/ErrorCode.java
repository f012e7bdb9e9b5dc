package io.evenkeel.gateway.problem;

import java.util.Arrays;
import java.util.Optional;

/**
 * Everything that the gateway refuses, with the one id under which clients, metrics and the page
 * {@code docs/errors/<id>.md} know it. Ids never change and are never used again.
 *
 * <p>A code with a {@linkplain #status() status} can refuse a whole request; a code that
 * {@linkplain #isPerEvent() applies to events} can stand in the list of rejected events. Some do
 * both.
 */
public enum ErrorCode {
  // The request as such.
  BAD_REQUEST(request("bad-request", 400).title("The request is not valid HTTP for this service")),
  MALFORMED_JSON(both("malformed-json", 400).title("The text is not JSON")),
  MALFORMED_PROTOBUF(
      request("malformed-protobuf", 400).title("The bytes are not a batch in protobuf")),
  MALFORMED_BATCH(request("malformed-batch", 400).title("The JSON is not a batch of events")),
  BROKEN_COMPRESSION(
      request("broken-compression", 400).title("The body is not what Content-Encoding says")),
  JOB_INVALID(
      request("job-invalid", 400)
          .title("The name of the backfill job is not valid")
          .limit("1 to 64 characters of A-Z a-z 0-9 . _ -")),
  UNAUTHENTICATED(request("unauthenticated", 401).title("The API key is missing or not valid")),
  SCOPE_MISSING(request("scope-missing", 403).title("The API key may not do this")),
  TENANT_BLOCKED(request("tenant-blocked", 403).title("The tenant is blocked")),
  PATH_UNKNOWN(request("path-unknown", 404).title("There is nothing under this path")),
  METHOD_NOT_ALLOWED(
      request("method-not-allowed", 405).title("The path does not take this method")),
  NOT_ACCEPTABLE(request("not-acceptable", 406).title("Replies come as JSON only")),
  REQUEST_TIMEOUT(
      request("request-timeout", 408)
          .title("The request took too long to arrive")
          .limit("gateway.connections.request-timeout")
          .retryable()),
  BODY_TOO_LARGE(
      request("body-too-large", 413)
          .title("The body is too large")
          .limit("gateway.decode.body-sent-bytes-max, gateway.decode.body-decoded-bytes-max")),
  TOO_MANY_EVENTS(
      request("too-many-events", 413)
          .title("The batch has too many events")
          .limit("gateway.decode.events-max")),
  UNSUPPORTED_MEDIA_TYPE(
      request("unsupported-media-type", 415)
          .title("The body's type is not supported")
          .limit("application/json, application/x-ndjson, application/x-protobuf")),
  UNSUPPORTED_ENCODING(
      request("unsupported-encoding", 415)
          .title("The body's compression is not supported")
          .limit("gzip, zstd")),
  NO_VALID_EVENT(request("no-valid-event", 422).title("No event of the batch is valid")),
  HEADERS_TOO_LARGE(
      request("headers-too-large", 431)
          .title("The request line or the headers are too large")
          .limit("8 KiB of headers, 4 KiB of request line")),
  VEHICLE_RATE_EXCEEDED(
      both("vehicle-rate-exceeded", 429)
          .title("The vehicle sends more than it may")
          .limit(
              "gateway.limits.vehicle-events-per-second, gateway.limits.vehicle-burst-events, or"
                  + " the tenant's own")
          .retryable()),
  TENANT_RATE_EXCEEDED(
      request("tenant-rate-exceeded", 429)
          .title("The tenant sends more than it may")
          .limit(
              "gateway.limits.live-events-per-second, gateway.limits.backfill-events-per-second,"
                  + " or the tenant's own")
          .retryable()),
  REFUSALS_THROTTLED(
      both("refusals-throttled", 429)
          .title("More is refused than is kept")
          .limit("gateway.refusals.events-per-second, gateway.refusals.burst-events")
          .retryable()),
  INTERNAL_ERROR(request("internal-error", 500).title("The gateway failed").failure().retryable()),
  OVERLOADED(
      request("overloaded", 503)
          .title("The gateway has as many requests under way as it takes")
          .limit("gateway.in-flight.requests-max, gateway.in-flight.bytes-max")
          .retryable()),
  RECOVERING(
      request("recovering", 503)
          .title("The log does not acknowledge, or has just begun to again")
          .limit("gateway.recovery.stall-after, gateway.recovery.step")
          .failure()
          .retryable()),
  STOPPING(request("stopping", 503).title("The gateway is stopping").retryable()),
  DIRECTORY_UNAVAILABLE(
      request("directory-unavailable", 503)
          .title("Keys cannot be checked at the moment")
          .limit("gateway.directory.unconfirmed-max")
          .failure()
          .retryable()),
  PARTITIONS_CHANGED(
      request("partitions-changed", 503)
          .title("The telemetry topics have another number of partitions than before")
          .failure()
          .retryable()),
  NOT_ACKNOWLEDGED(
      both("not-acknowledged", 503)
          .title("The log did not acknowledge")
          .limit(
              "gateway.publish.delivery-timeout, gateway.publish.buffer-bytes-max,"
                  + " gateway.dead-letters.buffer-bytes-max")
          .failure()
          .retryable()),

  // One event of a batch.
  MALFORMED_EVENT(event("malformed-event").title("A member of the event has the wrong JSON type")),
  UNKNOWN_MEMBER(event("unknown-member").title("The event has a member that means nothing here")),
  DUPLICATE_MEMBER(event("duplicate-member").title("The event has a member twice")),
  VEHICLE_MISSING(
      event("vehicle-missing").title("Neither the event nor the batch names a vehicle")),
  VEHICLE_INVALID(
      event("vehicle-invalid")
          .title("The vehicle's name is not valid")
          .limit("1 to 64 characters, no control characters, no /")),
  VEHICLE_NOT_ALLOWED(both("vehicle-not-allowed", 403).title("The API key is for another vehicle")),
  TIME_MISSING(event("time-missing").title("The event has neither time nor age_ms")),
  TIME_INVALID(event("time-invalid").title("The event's time cannot be read")),
  EVENT_TIME_IN_FUTURE(
      event("event-time-in-future")
          .title("The event's time lies ahead")
          .limit("gateway.decode.ahead-max")),
  EVENT_TIME_TOO_OLD(
      event("event-time-too-old")
          .title("The event's time lies too far back")
          .limit("gateway.decode.age-live-max, gateway.decode.age-backfill-max")),
  IDENTITY_INVALID(
      event("identity-invalid")
          .title("The event's seq, session or id is not valid")
          .limit("seq 0 or greater; id 1 to 64 characters; session up to 64 characters")),
  NO_SIGNALS(event("no-signals").title("The event has no value of any signal")),
  TOO_MANY_SIGNALS(
      event("too-many-signals").title("The event has too many signals").limit("200 signals")),
  SIGNAL_NAME_INVALID(
      event("signal-name-invalid")
          .title("A signal's name is not valid")
          .limit("1 to 128 bytes, no control characters")),
  DUPLICATE_SIGNAL(event("duplicate-signal").title("Two values stand for one signal")),
  SIGNAL_TYPE_MISMATCH(event("signal-type-mismatch").title("A signal's value has the wrong type")),
  SIGNAL_VALUE_INVALID(
      event("signal-value-invalid")
          .title("A signal's value cannot be stored")
          .limit("finite numbers; texts up to 1,024 bytes without NUL")),
  SIGNAL_OUT_OF_RANGE(
      event("signal-out-of-range")
          .title("A signal's value is not plausible")
          .limit("the range in the signal catalogue"));

  private final String id;
  private final int status;
  private final boolean perEvent;
  private final String title;
  private final String limit;
  private final boolean retryable;
  private final boolean failure;

  ErrorCode(Facts facts) {
    this.id = facts.id;
    this.status = facts.status;
    this.perEvent = facts.perEvent;
    this.title = facts.title;
    this.limit = facts.limit;
    this.retryable = facts.retryable;
    this.failure = facts.failure;
  }

  /** Kebab case; immutable. */
  public String id() {
    return id;
  }

  /** HTTP status of a refusal with this code; 0 for a code that only events have. */
  public int status() {
    return status;
  }

  /** Whether an event can be rejected with this code. */
  public boolean isPerEvent() {
    return perEvent;
  }

  /** One line for people; the same for every occurrence. */
  public String title() {
    return title;
  }

  /**
   * The limit that applies: configuration keys, or the fixed limit itself; empty if there is none.
   */
  public String limit() {
    return limit;
  }

  /** Whether the same request or event can succeed later, unchanged. */
  public boolean isRetryable() {
    return retryable;
  }

  /** Whether something broke (failed), rather than that the gateway said no (refused). */
  public boolean isFailure() {
    return failure;
  }

  /** The problem's {@code type}: a reference to its page, relative to the service. */
  public String type() {
    return "/errors/" + id;
  }

  /** The code of a refusal by status alone, for what the HTTP server itself refuses. */
  public static ErrorCode ofStatus(int status) {
    Optional<ErrorCode> byFramework =
        switch (status) {
          case 401 -> Optional.of(UNAUTHENTICATED);
          case 404 -> Optional.of(PATH_UNKNOWN);
          case 405 -> Optional.of(METHOD_NOT_ALLOWED);
          case 406 -> Optional.of(NOT_ACCEPTABLE);
          case 408 -> Optional.of(REQUEST_TIMEOUT);
          case 413 -> Optional.of(BODY_TOO_LARGE);
          case 415 -> Optional.of(UNSUPPORTED_MEDIA_TYPE);
          case 414, 431 -> Optional.of(HEADERS_TOO_LARGE);
          default -> Optional.empty();
        };
    return byFramework.orElse(status >= 500 ? INTERNAL_ERROR : BAD_REQUEST);
  }

  /** The code with this id, if there is one. */
  public static Optional<ErrorCode> ofId(String id) {
    return Arrays.stream(values()).filter(code -> code.id.equals(id)).findFirst();
  }

  private static Facts request(String id, int status) {
    return new Facts(id, status, false);
  }

  private static Facts event(String id) {
    return new Facts(id, 0, true);
  }

  private static Facts both(String id, int status) {
    return new Facts(id, status, true);
  }

  // Named parts instead of seven arguments in a row.
  private static final class Facts {
    private final String id;
    private final int status;
    private final boolean perEvent;
    private String title = "";
    private String limit = "";
    private boolean retryable;
    private boolean failure;

    Facts(String id, int status, boolean perEvent) {
      this.id = id;
      this.status = status;
      this.perEvent = perEvent;
    }

    Facts title(String text) {
      title = text;
      return this;
    }

    Facts limit(String text) {
      limit = text;
      return this;
    }

    Facts retryable() {
      retryable = true;
      return this;
    }

    Facts failure() {
      failure = true;
      return this;
    }
  }
}
