package io.evenkeel.gateway.simulate;

import io.evenkeel.gateway.problem.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header {@code Evenkeel-Answer} asks for: {@code 429}, {@code 503; retry-after=3;
 * times=2}, {@code overloaded}, {@code drop}, {@code ack-lost}, {@code delay=5s}. Pure.
 *
 * @param what the kind of answer
 * @param retryAfterSeconds value of {@code Retry-After}, 0 for what the gateway draws
 * @param times of each {@code times + 1} equal requests so many are answered so, and the last is
 *     handled; 0: all
 * @param delay before the answer
 */
record WantedAnswer(What what, int retryAfterSeconds, int times, Duration delay) {
  /** How to ask; shown to those who did it wrong. */
  static final String HELP =
      "Evenkeel-Answer is a status or code of a refusal, drop, ack-lost or handle, and may go on with"
          + " ; retry-after=SECONDS ; times=N ; delay=5s ; run=NAME.";

  private static final int NUMBER_MAX = 7_200;
  private static final Duration DELAY_MAX = Duration.ofMinutes(2);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s)");

  /** The kinds of answer. */
  sealed interface What {
    /** A refusal, without looking at the request. */
    record Refuse(ErrorCode code) implements What {}

    /** The connection is closed before the request is handled. */
    record Drop() implements What {}

    /** The request is handled, and the connection closed instead of the answer. */
    record AckLost() implements What {}

    /** The request is handled as always. */
    record Handle() implements What {}
  }

  /** Reads the header's value; empty if it cannot be understood. */
  static Optional<WantedAnswer> parse(String header) {
    Draft draft = new Draft();
    for (String part : header.strip().split("\\s*;\\s*", -1)) {
      if (!draft.add(part)) {
        return Optional.empty();
      }
    }
    return draft.build();
  }

  private static final class Draft {
    private Optional<What> what = Optional.empty();
    private int retryAfter;
    private int times;
    private Duration delay = Duration.ZERO;

    boolean add(String part) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        what = what.isPresent() ? Optional.empty() : what(part.toLowerCase(Locale.ROOT));
        return what.isPresent();
      }
      String value = part.substring(equals + 1);
      return switch (part.substring(0, equals).toLowerCase(Locale.ROOT)) {
        case "retry-after" -> (retryAfter = number(value)) > 0;
        case "times" -> (times = number(value)) > 0;
        case "delay" -> (delay = duration(value)).isPositive();
        // Requests with another name are counted apart.
        case "run" -> !value.isEmpty();
        default -> false;
      };
    }

    Optional<WantedAnswer> build() {
      if (what.isEmpty() && delay.isZero()) {
        return Optional.empty();
      }
      return Optional.of(
          new WantedAnswer(what.orElseGet(What.Handle::new), retryAfter, times, delay));
    }

    private static Optional<What> what(String word) {
      return switch (word) {
        case "drop" -> Optional.of(new What.Drop());
        case "ack-lost" -> Optional.of(new What.AckLost());
        case "handle" -> Optional.of(new What.Handle());
        default -> code(word).map(What.Refuse::new);
      };
    }

    // The first code of a status is the most usual one.
    private static Optional<ErrorCode> code(String word) {
      return Arrays.stream(ErrorCode.values())
          .filter(code -> code.status() > 0)
          .filter(code -> code.id().equals(word) || Integer.toString(code.status()).equals(word))
          .findFirst();
    }

    private static int number(String value) {
      int number = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
      return number <= NUMBER_MAX ? number : 0;
    }

    private static Duration duration(String value) {
      Matcher matcher = DURATION.matcher(value);
      if (!matcher.matches()) {
        return Duration.ZERO;
      }
      long amount = Long.parseLong(matcher.group(1));
      Duration asked =
          matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
      return asked.compareTo(DELAY_MAX) <= 0 ? asked : Duration.ZERO;
    }
  }
}
