package io.evenkeel.gateway.decode;

import io.evenkeel.model.signal.QuotedName;
import org.jspecify.annotations.Nullable;

/** The members that an event may have. */
enum EventMember {
  VEHICLE("vehicle"),
  TIME("time"),
  AGE("age_ms"),
  SEQ("seq"),
  SESSION("session"),
  ID("id"),
  SIGNALS("signals");

  private final String json;
  private final QuotedName quoted;

  EventMember(String json) {
    this.json = json;
    this.quoted = new QuotedName(json);
  }

  /** The member's name, to be recognised in JSON. */
  QuotedName quoted() {
    return quoted;
  }

  /** The member's name in JSON. */
  String json() {
    return json;
  }

  /** The member of this name, or null. */
  static @Nullable EventMember of(String name) {
    return switch (name) {
      case "vehicle" -> VEHICLE;
      case "time" -> TIME;
      case "age_ms" -> AGE;
      case "seq" -> SEQ;
      case "session" -> SESSION;
      case "id" -> ID;
      case "signals" -> SIGNALS;
      default -> null;
    };
  }
}
