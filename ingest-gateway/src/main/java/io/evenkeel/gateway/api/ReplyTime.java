package io.evenkeel.gateway.api;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/**
 * The time as replies tell it. Making the texts costs as much as reading an event, so each is made
 * once for as long as it is true. Safe for use by many threads.
 */
public final class ReplyTime {
  private static final long MILLIS_PER_SECOND = 1_000;

  private final InstantSource clock;
  private volatile Text serverTime = new Text(-1, "");
  private volatile Text date = new Text(-1, "");

  public ReplyTime(InstantSource clock) {
    this.clock = clock;
  }

  /** RFC 3339 in UTC, to the millisecond. */
  String serverTime() {
    long millis = clock.millis();
    Text known = serverTime;
    if (known.of != millis) {
      known = new Text(millis, Instant.ofEpochMilli(millis).toString());
      serverTime = known;
    }
    return known.text;
  }

  /** For the header {@code Date} (RFC 9110): to the second. */
  String date() {
    long millis = clock.millis();
    long second = millis / MILLIS_PER_SECOND;
    Text known = date;
    if (known.of != second) {
      known = new Text(second, DateFormatter.format(new Date(millis)));
      date = known;
    }
    return known.text;
  }

  private record Text(long of, String text) {}
}
