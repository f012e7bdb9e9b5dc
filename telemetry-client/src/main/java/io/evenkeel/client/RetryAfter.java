package io.evenkeel.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After}: seconds, or a date. Pure. */
final class RetryAfter {
  /** The longest wait that a gateway asks for: an hour for a rate, and up to an hour of jitter. */
  static final Duration MAX = Duration.ofHours(2);

  private RetryAfter() {}

  /** The wait asked for; zero if the value is empty or means nothing, at most {@link #MAX}. */
  static Duration parse(String value, Instant now) {
    Duration asked = value.matches("\\d{1,9}") ? seconds(value) : untilDate(value, now);
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(MAX) > 0 ? MAX : asked;
  }

  private static Duration seconds(String value) {
    return Duration.ofSeconds(Long.parseLong(value));
  }

  private static Duration untilDate(String value, Instant now) {
    try {
      return Duration.between(
          now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip())));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
