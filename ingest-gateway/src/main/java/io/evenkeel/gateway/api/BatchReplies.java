package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.publish.PublishOutcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Decides what the caller is told. Pure. */
final class BatchReplies {
  private static final String NOT_ACKNOWLEDGED =
      "The log did not acknowledge the event; send it again unchanged.";

  private BatchReplies() {}

  /** The reply to a batch without a valid event; an empty batch is a success. */
  static IngestReply nothingValid(List<Rejection> rejected) {
    if (rejected.isEmpty()) {
      return new IngestReply.Accepted(0, List.of());
    }
    boolean onlyForeign =
        rejected.stream().allMatch(r -> r.code() == ErrorCode.VEHICLE_NOT_ALLOWED);
    Problem problem =
        onlyForeign
            ? Problem.ofEvents(
                ErrorCode.VEHICLE_NOT_ALLOWED,
                "The API key is bound to one vehicle, and no event is of it.",
                rejected)
            : Problem.ofEvents(
                ErrorCode.NO_VALID_EVENT,
                "None of " + rejected.size() + " events is valid; rejected says why.",
                rejected);
    return new IngestReply.Refused(problem);
  }

  /** The reply after the log has answered for the valid events. */
  static IngestReply published(WaitingBatch waiting, PublishOutcome outcome) {
    return switch (outcome) {
      case PublishOutcome.PartitionsChanged() ->
          new IngestReply.Refused(
              Problem.of(
                  ErrorCode.PARTITIONS_CHANGED,
                  "The gateway takes nothing until its operator has looked at the topics."));
      case PublishOutcome.Answered(BitSet unacknowledged) -> answered(waiting, unacknowledged);
    };
  }

  private static IngestReply answered(WaitingBatch waiting, BitSet unacknowledged) {
    int durable = waiting.valid().size() - unacknowledged.cardinality();
    List<Rejection> rejected = allRejected(waiting, unacknowledged);
    return durable > 0
        ? new IngestReply.Accepted(durable, rejected)
        : new IngestReply.Refused(
            Problem.ofEvents(
                ErrorCode.NOT_ACKNOWLEDGED,
                "The log acknowledged none of the events; send the batch again unchanged.",
                rejected));
  }

  private static List<Rejection> allRejected(WaitingBatch waiting, BitSet unacknowledged) {
    if (unacknowledged.isEmpty()) {
      return waiting.rejected();
    }
    List<Rejection> rejected = new ArrayList<>(waiting.rejected());
    unacknowledged.stream()
        .mapToObj(place -> waiting.valid().get(place))
        .map(BatchReplies::notAcknowledged)
        .forEach(rejected::add);
    rejected.sort(Comparator.comparingInt(Rejection::index));
    return rejected;
  }

  private static Rejection notAcknowledged(EventRef event) {
    return new Rejection(event.index(), event.id(), ErrorCode.NOT_ACKNOWLEDGED, NOT_ACKNOWLEDGED);
  }
}
