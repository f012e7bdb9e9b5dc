package io.evenkeel.runtime.trace;

/**
 * What a span may say about itself. The list is closed: names of vehicles, positions, payloads and
 * keys are personal or secret, and have no place here.
 */
public enum SpanKey {
  /** {@code live} or {@code backfill}. */
  LANE("evenkeel.lane"),
  /** What it came to; the words depend on the span. */
  OUTCOME("evenkeel.outcome"),
  /** Error code of the gateway, or why a record cannot be used. */
  CODE("evenkeel.code"),
  /** Number of events that came in. */
  EVENTS("evenkeel.events"),
  /** Number of records that came in. */
  RECORDS("evenkeel.records"),
  /** How many of the records carry a trace that is recorded. */
  RECORDS_TRACED("evenkeel.records.traced"),
  /** Number of events that were there before. */
  DUPLICATES("evenkeel.duplicates"),
  /** Number of rows that were stored. */
  STORED("evenkeel.stored"),
  /** Number of events that were set aside. */
  DEAD("evenkeel.dead"),
  /** Method of a request. */
  METHOD("http.request.method"),
  /** Route of a request, its variables not filled in. */
  ROUTE("http.route"),
  /** Status of an answer. */
  STATUS("http.response.status_code"),
  /** The database's SQLSTATE. */
  SQL_STATE("db.response.status_code");

  private final String id;

  SpanKey(String id) {
    this.id = id;
  }

  /** The attribute's name. */
  public String id() {
    return id;
  }
}
