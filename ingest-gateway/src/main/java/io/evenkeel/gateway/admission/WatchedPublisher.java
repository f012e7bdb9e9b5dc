package io.evenkeel.gateway.admission;

import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.gateway.publish.Submission;
import java.util.BitSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells {@link Recovery} what the log acknowledges. Safe for use by many threads. */
public final class WatchedPublisher implements Publisher {
  private final Publisher publisher;
  private final Recovery recovery;

  public WatchedPublisher(Publisher publisher, Recovery recovery) {
    this.publisher = publisher;
    this.recovery = recovery;
  }

  @Override
  public CompletionStage<PublishOutcome> publish(Submission submission) {
    int events = submission.events();
    long sentAtNanos = recovery.sent();
    try {
      return publisher
          .publish(submission)
          .whenComplete((outcome, failure) -> tell(sentAtNanos, events, outcome));
    } catch (RuntimeException e) {
      recovery.withdrawn();
      throw e;
    }
  }

  @Override
  public boolean isReady() {
    return publisher.isReady();
  }

  private void tell(long sentAtNanos, int events, @Nullable PublishOutcome outcome) {
    switch (outcome) {
      case PublishOutcome.Answered(BitSet unacknowledged) -> {
        if (unacknowledged.cardinality() < events) {
          recovery.acknowledged();
        } else {
          recovery.failed(sentAtNanos);
        }
      }
      case PublishOutcome.PartitionsChanged() -> recovery.withdrawn();
      // A bug, which says nothing about the log.
      case null -> recovery.withdrawn();
    }
  }
}
