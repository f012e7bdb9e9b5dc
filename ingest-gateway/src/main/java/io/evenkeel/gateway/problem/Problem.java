package io.evenkeel.gateway.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused as a whole (RFC 9457).
 *
 * @param code the reason; has a status
 * @param detail the reason for people; may quote what the caller sent, so it is never logged
 * @param position where the body is wrong, or null if that is no question of a place
 * @param rejected the events and their reasons, where the batch was read that far
 * @param waitMin how long the caller has to wait at least before it tries again; zero where that is
 *     not known, or of no use
 * @param quota the limit that was reached, or null if it is for another reason
 */
public record Problem(
    ErrorCode code,
    String detail,
    @Nullable TextPosition position,
    List<Rejection> rejected,
    Duration waitMin,
    @Nullable Quota quota) {
  public Problem {
    rejected = List.copyOf(rejected);
    if (code.status() == 0) {
      throw new IllegalArgumentException(code + " cannot refuse a request");
    }
  }

  /** A refusal without further parts. */
  public static Problem of(ErrorCode code, String detail) {
    return new Problem(code, detail, null, List.of(), Duration.ZERO, null);
  }

  /** A refusal of a body that is wrong at one place, null if the place is not known. */
  public static Problem at(@Nullable TextPosition position, ErrorCode code, String detail) {
    return new Problem(code, detail, position, List.of(), Duration.ZERO, null);
  }

  /** A refusal because of its events. */
  public static Problem ofEvents(ErrorCode code, String detail, List<Rejection> rejected) {
    return new Problem(code, detail, null, rejected, Duration.ZERO, null);
  }

  /** The same refusal because of a limit, with the time to wait that goes with it. */
  public Problem withQuota(Quota reached) {
    return new Problem(code, detail, position, rejected, reached.waitMin(), reached);
  }
}
