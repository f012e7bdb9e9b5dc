package io.evenkeel.gateway.publish;

import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.SpanRole;
import io.evenkeel.runtime.trace.TraceSpan;
import io.evenkeel.runtime.trace.Tracing;
import java.util.BitSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Times how long the log takes for the submissions of traced requests, and has their records point
 * to that span. Safe for use by many threads.
 */
public final class TracedPublisher implements Publisher {
  private final Publisher publisher;
  private final Tracing tracing;

  public TracedPublisher(Publisher publisher, Tracing tracing) {
    this.publisher = publisher;
    this.tracing = tracing;
  }

  @Override
  public CompletionStage<PublishOutcome> publish(Submission submission) {
    if (!submission.trace().isSampled()) {
      return publisher.publish(submission);
    }
    int events = submission.events();
    TraceSpan span =
        tracing
            .start(SpanRole.PRODUCER, "publish", submission.trace())
            .set(SpanKey.LANE, submission.lane().id())
            .set(SpanKey.EVENTS, events);
    return publisher
        .publish(submission.withTrace(span.context()))
        .whenComplete((outcome, failure) -> end(span, events, outcome));
  }

  @Override
  public boolean isReady() {
    return publisher.isReady();
  }

  private static void end(TraceSpan span, int events, @Nullable PublishOutcome outcome) {
    switch (outcome) {
      case PublishOutcome.Answered(BitSet unacknowledged) when unacknowledged.isEmpty() ->
          span.set(SpanKey.OUTCOME, "acknowledged");
      case PublishOutcome.Answered(BitSet unacknowledged)
          when unacknowledged.cardinality() < events ->
          span.set(SpanKey.OUTCOME, "partly-acknowledged").fail();
      case PublishOutcome.Answered answered -> span.set(SpanKey.OUTCOME, "not-acknowledged").fail();
      case PublishOutcome.PartitionsChanged() ->
          span.set(SpanKey.OUTCOME, "partitions-changed").fail();
      case null -> span.set(SpanKey.OUTCOME, "failed").fail();
    }
    span.end();
  }
}
