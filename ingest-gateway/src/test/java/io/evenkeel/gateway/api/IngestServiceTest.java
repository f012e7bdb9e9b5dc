package io.evenkeel.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.decode.BatchDecoder;
import io.evenkeel.gateway.decode.BatchFormat;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.gateway.publish.Submission;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestServiceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String GOOD = "{\"age_ms\":0,\"id\":\"%s\",\"signals\":{\"speed\":1}}";
  private static final String BAD = "{\"age_ms\":0,\"id\":\"%s\"}";

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final InFlight inFlight = new InFlight(new InFlightConfig(10, 10_000), registry);
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final IngestService service =
      new IngestService(
          new BatchDecoder(DecodeConfig.DEFAULT, SignalCatalogue.standard()),
          publisher,
          new EventMetrics(registry),
          InstantSource.fixed(NOW));

  @Test
  void answersOnlyOnceTheLogHasAnswered() {
    CompletableFuture<IngestReply> reply = ingest(event(GOOD, "a"));

    assertThat(reply).isNotDone();

    publisher.outcome.complete(new PublishOutcome.Answered(new BitSet()));

    assertThat(reply).isCompletedWithValue(new IngestReply.Accepted(1, List.of()));
    assertThat(accepted()).isEqualTo(1);
  }

  @Test
  void submitsValidEventsInTheCallersName() {
    var _ = ingest(event(GOOD, "a"), event(BAD, "b"), event(GOOD, "c"));

    assertThat(publisher.submissions).hasSize(1);
    Submission submission = publisher.submissions.getFirst();
    assertThat(submission.tenant()).isEqualTo("acme");
    assertThat(submission.job()).isEqualTo("job-1");
    assertThat(submission.lane()).isEqualTo(Lane.BACKFILL);
    assertThat(submission.ingestTimeMillis()).isEqualTo(NOW.toEpochMilli());
    assertThat(submission.events()).extracting(Event::vehicle).containsExactly("v", "v");
  }

  @Test
  void eventsWithoutAcknowledgementStandInRejectedAsRetryable() {
    CompletableFuture<IngestReply> reply =
        ingest(event(GOOD, "a"), event(BAD, "b"), event(GOOD, "c"), event(GOOD, "d"));

    publisher.outcome.complete(new PublishOutcome.Answered(BitSet.valueOf(new long[] {0b101})));

    IngestReply.Accepted accepted = (IngestReply.Accepted) reply.join();
    assertThat(accepted.accepted()).isEqualTo(1);
    assertThat(accepted.rejected()).extracting(Rejection::index).containsExactly(0, 1, 3);
    assertThat(accepted.rejected()).extracting(Rejection::id).containsExactly("a", "b", "d");
    assertThat(accepted.rejected())
        .extracting(Rejection::code)
        .containsExactly(
            ErrorCode.NOT_ACKNOWLEDGED, ErrorCode.NO_SIGNALS, ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(accepted()).isEqualTo(1);
    assertThat(rejected(ErrorCode.NOT_ACKNOWLEDGED)).isEqualTo(2);
    assertThat(rejected(ErrorCode.NO_SIGNALS)).isEqualTo(1);
  }

  @Test
  void refusesWhenNothingWasAcknowledged() {
    CompletableFuture<IngestReply> reply = ingest(event(GOOD, "a"), event(BAD, "b"));

    publisher.outcome.complete(new PublishOutcome.Answered(BitSet.valueOf(new long[] {1})));

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(refusal(reply).rejected()).hasSize(2);
    assertThat(accepted()).isZero();
    assertThat(rejected(ErrorCode.NOT_ACKNOWLEDGED)).isEqualTo(1);
  }

  @Test
  void refusesWhenThePartitionsHaveChanged() {
    CompletableFuture<IngestReply> reply = ingest(event(GOOD, "a"));

    publisher.outcome.complete(new PublishOutcome.PartitionsChanged());

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.PARTITIONS_CHANGED);
    assertThat(rejected(ErrorCode.PARTITIONS_CHANGED)).isEqualTo(1);
  }

  @Test
  void refusesWhenNoEventIsValid() {
    Problem problem = refusal(ingest(event(BAD, "a"), event(BAD, "b")));

    assertThat(problem.code()).isEqualTo(ErrorCode.NO_VALID_EVENT);
    assertThat(problem.rejected()).hasSize(2);
    assertThat(publisher.submissions).isEmpty();
  }

  @Test
  void forbidsABatchOfOnlyForeignVehicles() {
    Sender bound = new Sender(new Caller("acme", "mine"), Lane.LIVE, "", reservation());

    Problem problem = refusal(ingest(bound, null, event(GOOD, "a")));

    assertThat(problem.code()).isEqualTo(ErrorCode.VEHICLE_NOT_ALLOWED);
    assertThat(problem.code().status()).isEqualTo(403);
  }

  @Test
  void emptyBatchIsASuccess() {
    assertThat(ingest()).isCompletedWithValue(new IngestReply.Accepted(0, List.of()));
    assertThat(publisher.submissions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "a b",
        "a/b",
        "ü",
        "65aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void refusesNamesOfJobsThatCannotBeUsed(String job) {
    Sender sender = new Sender(new Caller("acme", ""), Lane.BACKFILL, job, reservation());

    assertThat(refusal(ingest(sender, null, event(GOOD, "a"))).code())
        .isEqualTo(ErrorCode.JOB_INVALID);
  }

  @Test
  void refusesCompressionThatItDoesNotRead() {
    assertThat(refusal(ingest(sender(), "zstd", event(GOOD, "a"))).code())
        .isEqualTo(ErrorCode.UNSUPPORTED_ENCODING);
  }

  @Test
  void refusesABatchThatWouldWaitInMoreMemoryThanThereIs() {
    InFlight.Reservation almostAll = inFlight.tryReserve(9_950).orElseThrow();

    CompletableFuture<IngestReply> reply = ingest(event(GOOD, "a"));
    almostAll.release();

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(rejected(ErrorCode.OVERLOADED)).isEqualTo(1);
    assertThat(publisher.submissions).isEmpty();
  }

  private CompletableFuture<IngestReply> ingest(String... events) {
    return ingest(sender(), null, events);
  }

  private CompletableFuture<IngestReply> ingest(
      Sender sender, @Nullable String contentEncoding, String... events) {
    String json = "{\"vehicle\":\"v\",\"events\":[" + String.join(",", events) + "]}";
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return service
        .ingest(new IngestRequest(sender, BatchFormat.JSON, contentEncoding, body))
        .toCompletableFuture();
  }

  private Sender sender() {
    return new Sender(new Caller("acme", ""), Lane.BACKFILL, "job-1", reservation());
  }

  private InFlight.Reservation reservation() {
    return inFlight.tryReserve(1).orElseThrow();
  }

  private double accepted() {
    return registry
        .get("evenkeel.gateway.events.accepted")
        .tag("lane", "backfill")
        .counter()
        .count();
  }

  private double rejected(ErrorCode code) {
    return registry
        .get("evenkeel.gateway.events.rejected")
        .tags("lane", "backfill", "code", code.id())
        .counter()
        .count();
  }

  private static Problem refusal(CompletableFuture<IngestReply> reply) {
    assertThat(reply).isCompleted();
    return ((IngestReply.Refused) reply.join()).problem();
  }

  private static String event(String form, String id) {
    return form.formatted(id);
  }
}
