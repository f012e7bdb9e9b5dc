package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Quota;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.publish.PublishOutcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what the caller is told. Pure. */
final class BatchReplies {
  private static final String EVENT_NOT_ACKNOWLEDGED =
      "The log did not acknowledge the event; send it again unchanged.";
  private static final String REFUSAL_NOT_ACKNOWLEDGED =
      "The event is not valid, but the log did not acknowledge that it is kept; send it again.";

  private BatchReplies() {}

  /**
   * The reply after the log has answered for the valid events and for the dead letters of the
   * others.
   *
   * @param unkept places in {@link WaitingBatch#rejected()} whose dead letter was not acknowledged
   */
  static IngestReply of(WaitingBatch waiting, PublishOutcome outcome, BitSet unkept) {
    return switch (outcome) {
      case PublishOutcome.PartitionsChanged() -> new IngestReply.Refused(partitionsChanged());
      case PublishOutcome.Answered(BitSet unacknowledged) ->
          answered(waiting, unacknowledged, unkept);
    };
  }

  /** The reply to a body of which nothing can be used, after the log has answered. */
  static IngestReply ofBody(Problem problem, BitSet unkept) {
    return new IngestReply.Refused(
        unkept.isEmpty()
            ? problem
            : Problem.of(
                ErrorCode.NOT_ACKNOWLEDGED,
                "The body is refused as "
                    + problem.code().id()
                    + ", but the log did not acknowledge that it is kept; send it again."));
  }

  /** The refusal of a body that may not be kept now. */
  static IngestReply throttledBody(Problem problem, Keeping.Throttled throttled) {
    return new IngestReply.Refused(
        Problem.of(
                ErrorCode.REFUSALS_THROTTLED,
                "More of the tenant's is refused than is kept; in the end the body is "
                    + problem.code().id()
                    + ": "
                    + problem.detail())
            .withQuota(throttled.quota()));
  }

  static Problem partitionsChanged() {
    return Problem.of(
        ErrorCode.PARTITIONS_CHANGED,
        "The gateway takes nothing until its operator has looked at the topics.");
  }

  private static IngestReply answered(WaitingBatch waiting, BitSet unacknowledged, BitSet unkept) {
    int durable = waiting.valid().size() - unacknowledged.cardinality();
    List<Rejection> rejected = allRejected(waiting, unacknowledged, unkept);
    if (durable > 0 || rejected.isEmpty()) {
      return new IngestReply.Accepted(durable, rejected);
    }
    return new IngestReply.Refused(nothingTaken(waiting, unkept, rejected));
  }

  private static Problem nothingTaken(
      WaitingBatch waiting, BitSet unkept, List<Rejection> rejected) {
    if (waiting.valid().size() > 0 || !unkept.isEmpty()) {
      return Problem.ofEvents(
          ErrorCode.NOT_ACKNOWLEDGED,
          "The log acknowledged none of the events; send the batch again unchanged.",
          rejected);
    }
    Quota vehicleQuota = waiting.vehicleQuota();
    if (vehicleQuota != null) {
      return Problem.ofEvents(
              ErrorCode.VEHICLE_RATE_EXCEEDED,
              "No event is valid and of a vehicle that may send more now.",
              rejected)
          .withQuota(vehicleQuota);
    }
    Quota refusalQuota = waiting.refusalQuota();
    if (refusalQuota != null) {
      return Problem.ofEvents(
              ErrorCode.REFUSALS_THROTTLED,
              "No event is valid, and more of the tenant's is refused than is kept.",
              rejected)
          .withQuota(refusalQuota);
    }
    return nothingValid(rejected);
  }

  private static Problem nothingValid(List<Rejection> rejected) {
    boolean onlyForeign =
        rejected.stream().allMatch(r -> r.code() == ErrorCode.VEHICLE_NOT_ALLOWED);
    return onlyForeign
        ? Problem.ofEvents(
            ErrorCode.VEHICLE_NOT_ALLOWED,
            "The API key is bound to one vehicle, and no event is of it.",
            rejected)
        : Problem.ofEvents(
            ErrorCode.NO_VALID_EVENT,
            "None of " + rejected.size() + " events is valid; rejected says why.",
            rejected);
  }

  private static List<Rejection> allRejected(
      WaitingBatch waiting, BitSet unacknowledged, BitSet unkept) {
    if (unacknowledged.isEmpty() && unkept.isEmpty() && waiting.throttled().isEmpty()) {
      return waiting.rejected();
    }
    List<Rejection> rejected = new ArrayList<>(waiting.rejected());
    unkept.stream()
        .forEach(place -> {
          Rejection refused = rejected.get(place);
          rejected.set(
              place, notAcknowledged(refused.index(), refused.id(), REFUSAL_NOT_ACKNOWLEDGED));
        });
    unacknowledged.stream()
        .forEach(place ->
            rejected.add(
                notAcknowledged(
                    waiting.valid().index(place),
                    waiting.valid().id(place),
                    EVENT_NOT_ACKNOWLEDGED)));
    rejected.addAll(waiting.throttled());
    rejected.sort(Comparator.comparingInt(Rejection::index));
    return rejected;
  }

  private static Rejection notAcknowledged(int index, @Nullable String id, String detail) {
    return new Rejection(index, id, ErrorCode.NOT_ACKNOWLEDGED, detail);
  }
}
