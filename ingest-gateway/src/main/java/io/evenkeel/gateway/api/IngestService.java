package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.AcceptedEvent;
import io.evenkeel.gateway.decode.BatchDecoder;
import io.evenkeel.gateway.decode.ContentCoding;
import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.decode.SendingRights;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.gateway.publish.Submission;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * The way of a batch through the gateway: decode, publish, reply. Safe for use by many threads;
 * keeps nothing between requests.
 */
public final class IngestService {
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final BatchDecoder decoder;
  private final Publisher publisher;
  private final EventMetrics metrics;
  private final InstantSource clock;

  public IngestService(
      BatchDecoder decoder, Publisher publisher, EventMetrics metrics, InstantSource clock) {
    this.decoder = decoder;
    this.publisher = publisher;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Takes a batch. The stage completes with {@link IngestReply.Accepted} once everything that it
   * counts as accepted is durable. Sending the same batch again is harmless.
   */
  CompletionStage<IngestReply> ingest(IngestRequest request) {
    Optional<ContentCoding> coding = ContentCoding.ofHeader(request.contentEncoding());
    if (coding.isEmpty()) {
      return refused(
          ErrorCode.UNSUPPORTED_ENCODING, "Send the body with gzip or without compression.");
    }
    Sender sender = request.sender();
    if (!sender.job().isEmpty() && !JOB.matcher(sender.job()).matches()) {
      return refused(
          ErrorCode.JOB_INVALID, "A job's name has 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    return switch (decode(request, coding.get())) {
      case DecodedBatch.Refused(Problem problem) -> done(new IngestReply.Refused(problem));
      case DecodedBatch.Events events -> take(sender, events);
    };
  }

  private DecodedBatch decode(IngestRequest request, ContentCoding coding) {
    Sender sender = request.sender();
    SendingRights rights =
        new SendingRights(sender.lane(), sender.caller().onlyVehicle(), clock.millis());
    return decoder.decode(request.body(), coding, request.format(), rights);
  }

  private CompletionStage<IngestReply> take(Sender sender, DecodedBatch.Events events) {
    metrics.rejected(sender.lane(), events.rejected());
    if (events.accepted().isEmpty()) {
      return done(BatchReplies.nothingValid(events.rejected()));
    }
    WaitingBatch waiting = WaitingBatch.of(events);
    if (!sender.reservation().tryGrow(waiting.heldBytes())) {
      metrics.notTaken(sender.lane(), ErrorCode.OVERLOADED, waiting.valid().size());
      return refused(ErrorCode.OVERLOADED, "Too much is under way at the moment; try again.");
    }
    return publish(sender, submission(sender, events), waiting);
  }

  private CompletionStage<IngestReply> publish(
      Sender sender, Submission submission, WaitingBatch waiting) {
    return publisher
        .publish(submission)
        .thenApply(outcome -> {
          IngestReply reply = BatchReplies.published(waiting, outcome);
          metrics.published(sender.lane(), waiting, reply);
          return reply;
        });
  }

  private Submission submission(Sender sender, DecodedBatch.Events events) {
    return new Submission(
        sender.lane(),
        sender.caller().tenant(),
        sender.job(),
        clock.millis(),
        events.accepted().stream().map(AcceptedEvent::event).toList());
  }

  private static CompletionStage<IngestReply> refused(ErrorCode code, String detail) {
    return done(new IngestReply.Refused(Problem.of(code, detail)));
  }

  private static CompletionStage<IngestReply> done(IngestReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
