package io.evenkeel.gateway.api;

import io.evenkeel.gateway.admission.Limits;
import io.evenkeel.gateway.admission.Passage;
import io.evenkeel.gateway.decode.BatchFormat;
import io.evenkeel.gateway.decode.ContentCoding;
import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.gateway.decode.SendingRights;
import io.evenkeel.gateway.decode.VehicleEvents;
import io.evenkeel.gateway.directory.Directory;
import io.evenkeel.gateway.letter.DeadLetter;
import io.evenkeel.gateway.letter.LetterOrigin;
import io.evenkeel.gateway.letter.SentBody;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.gateway.publish.Submission;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.record.VehicleBlock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * The way of a batch through the gateway: decode; see what the limits let pass; publish that, and
 * keep what is not valid; reply. Safe for use by many threads; keeps nothing between requests.
 */
public final class IngestService {
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Directory directory;
  private final Decoder decoder;
  private final Publisher publisher;
  private final Limits limits;
  private final Refusals refusals;
  private final EventMetrics metrics;
  private final InstantSource clock;

  public IngestService(
      Directory directory,
      Decoder decoder,
      Publisher publisher,
      Limits limits,
      Refusals refusals,
      EventMetrics metrics,
      InstantSource clock) {
    this.directory = directory;
    this.decoder = decoder;
    this.publisher = publisher;
    this.limits = limits;
    this.refusals = refusals;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Takes a batch. The stage completes with {@link IngestReply.Accepted} once everything that it
   * counts as accepted is durable, and so is everything that it says is rejected for good. Sending
   * the same batch again is harmless.
   */
  CompletionStage<IngestReply> ingest(IngestRequest request) {
    long nowMillis = clock.millis();
    return switch (judge(request, nowMillis)) {
      case DecodedBatch.Refused(Problem problem) -> refuse(request, problem, nowMillis);
      case DecodedBatch.Events events when request.sender().mode() == SendMode.DRY_RUN ->
          done(new IngestReply.Judged(events.accepted(), events.rejections()));
      case DecodedBatch.Events events -> take(request, events, nowMillis);
    };
  }

  private DecodedBatch judge(IngestRequest request, long nowMillis) {
    SentBody body = request.body();
    Optional<BatchFormat> format = BatchFormat.ofContentType(body.contentType());
    if (format.isEmpty()) {
      return refused(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Say one of " + BatchFormat.SUPPORTED + " in Content-Type.");
    }
    Optional<ContentCoding> coding = ContentCoding.ofHeader(body.contentEncoding());
    if (coding.isEmpty()) {
      return refused(
          ErrorCode.UNSUPPORTED_ENCODING, "Send the body with gzip, zstd or no compression.");
    }
    Sender sender = request.sender();
    if (!sender.job().isEmpty() && !JOB.matcher(sender.job()).matches()) {
      return refused(
          ErrorCode.JOB_INVALID, "A job's name has 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    return decode(request, format.get(), coding.get(), nowMillis);
  }

  private DecodedBatch decode(
      IngestRequest request, BatchFormat format, ContentCoding coding, long nowMillis) {
    Sender sender = request.sender();
    TenantMapping mapping = directory.mapping(sender.caller().tenant());
    if (!directory.isCurrent()) {
      // The body took its time: without the tenant's aliases its events would be refused wrongly.
      return refused(
          ErrorCode.DIRECTORY_UNAVAILABLE, "The directory is not up to date; try again.");
    }
    SendingRights rights =
        new SendingRights(sender.lane(), sender.caller().onlyVehicle(), mapping, nowMillis);
    return decoder.decode(request.body().bytes(), coding, format, rights);
  }

  private CompletionStage<IngestReply> refuse(
      IngestRequest request, Problem problem, long nowMillis) {
    if (problem.code().isRetryable()) {
      return done(new IngestReply.Refused(problem));
    }
    return switch (refusals.decide(request.sender(), 1)) {
      case Keeping.NotKept notKept -> done(new IngestReply.Refused(problem));
      case Keeping.Throttled throttled -> done(BatchReplies.throttledBody(problem, throttled));
      case Keeping.Kept kept -> {
        DeadLetter letter = DeadLetter.ofBody(origin(request, nowMillis), problem, request.body());
        yield refusals
            .keep(List.of(letter))
            .thenApply(unkept -> BatchReplies.ofBody(problem, unkept));
      }
    };
  }

  private CompletionStage<IngestReply> take(
      IngestRequest request, DecodedBatch.Events events, long nowMillis) {
    Sender sender = request.sender();
    if (!events.vehicles().isEmpty() && !publisher.isReady()) {
      // Before anything is kept: the batch will come again as a whole.
      return notTaken(sender, events, BatchReplies.partitionsChanged());
    }
    if (!sender.reservation().tryGrow(WaitingBatch.heldBytes(events))) {
      return notTaken(sender, events, overloaded());
    }
    return switch (limits.pass(sender.caller(), sender.lane(), events.vehicles())) {
      case Passage.Refused(Problem problem) -> notTaken(sender, events, problem);
      case Passage.Passed passed -> handOver(request, events, passed, nowMillis);
    };
  }

  private CompletionStage<IngestReply> handOver(
      IngestRequest request, DecodedBatch.Events events, Passage.Passed passed, long nowMillis) {
    Sender sender = request.sender();
    if (passed.throttled() != null
        && !sender.reservation().tryGrow(WaitingBatch.heldBytes(passed))) {
      return notTaken(sender, events, overloaded());
    }
    Keeping keeping = refusals.decide(sender, events.rejected().size());
    WaitingBatch waiting = WaitingBatch.of(events, passed, keeping);
    CompletionStage<PublishOutcome> published = publish(request, passed.vehicles());
    CompletionStage<BitSet> kept = keep(keeping, request, events, nowMillis);
    return published.thenCombine(
        kept, (outcome, unkept) -> answer(sender, waiting, outcome, unkept));
  }

  private CompletionStage<PublishOutcome> publish(
      IngestRequest request, List<VehicleEvents> vehicles) {
    if (vehicles.isEmpty()) {
      return done(new PublishOutcome.Answered(new BitSet()));
    }
    Sender sender = request.sender();
    return publisher.publish(
        new Submission(
            sender.lane(),
            sender.caller().tenant(),
            sender.job(),
            clock.millis(),
            blocks(vehicles),
            request.trace()));
  }

  private static List<VehicleBlock> blocks(List<VehicleEvents> vehicles) {
    List<VehicleBlock> blocks = new ArrayList<>(vehicles.size());
    for (VehicleEvents vehicle : vehicles) {
      blocks.add(vehicle.block());
    }
    return blocks;
  }

  private CompletionStage<BitSet> keep(
      Keeping keeping, IngestRequest request, DecodedBatch.Events events, long nowMillis) {
    if (!(keeping instanceof Keeping.Kept)) {
      return done(new BitSet());
    }
    LetterOrigin origin = origin(request, nowMillis);
    return refusals.keep(
        events.rejected().stream()
            .map(event -> DeadLetter.ofEvent(origin, event, request.body()))
            .toList());
  }

  private IngestReply answer(
      Sender sender, WaitingBatch waiting, PublishOutcome outcome, BitSet unkept) {
    IngestReply reply = BatchReplies.of(waiting, outcome, unkept);
    metrics.answered(sender.lane(), sender.caller().tenant(), waiting, reply);
    return reply;
  }

  private CompletionStage<IngestReply> notTaken(
      Sender sender, DecodedBatch.Events events, Problem problem) {
    metrics.notTaken(sender.lane(), sender.caller().tenant(), problem.code(), events.accepted());
    return done(new IngestReply.Refused(problem));
  }

  private static LetterOrigin origin(IngestRequest request, long nowMillis) {
    Sender sender = request.sender();
    return new LetterOrigin(sender.caller().tenant(), sender.lane(), sender.job(), nowMillis);
  }

  private static Problem overloaded() {
    return Problem.of(ErrorCode.OVERLOADED, "Too much is under way at the moment; try again.");
  }

  private static DecodedBatch refused(ErrorCode code, String detail) {
    return new DecodedBatch.Refused(Problem.of(code, detail));
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
