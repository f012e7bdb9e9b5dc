package io.evenkeel.gateway.api;

import static io.evenkeel.gateway.api.IngestFixture.BAD;
import static io.evenkeel.gateway.api.IngestFixture.GOOD;
import static io.evenkeel.gateway.api.IngestFixture.NOW;
import static io.evenkeel.gateway.api.IngestFixture.event;
import static io.evenkeel.gateway.api.IngestFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.gateway.publish.Submission;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestServiceTest {
  private final IngestFixture fixture = new IngestFixture();
  private final RecordingPublisher publisher = fixture.publisher;

  @BeforeEach
  void keepEveryLetterAtOnce() {
    fixture.letterBox.unacknowledged.complete(new BitSet());
  }

  @Test
  void answersOnlyOnceTheLogHasAnswered() {
    CompletableFuture<IngestReply> reply = fixture.ingest(event(GOOD, "a"));

    assertThat(reply).isNotDone();

    publisher.outcome.complete(new PublishOutcome.Answered(new BitSet()));

    assertThat(reply).isCompletedWithValue(new IngestReply.Accepted(1, List.of()));
    assertThat(fixture.accepted()).isEqualTo(1);
  }

  @Test
  void submitsValidEventsInTheCallersName() {
    var _ = fixture.ingest(event(GOOD, "a"), event(BAD, "b"), event(GOOD, "c"));

    assertThat(publisher.submissions).hasSize(1);
    Submission submission = publisher.submissions.getFirst();
    assertThat(submission.tenant()).isEqualTo("acme");
    assertThat(submission.job()).isEqualTo("job-1");
    assertThat(submission.lane()).isEqualTo(Lane.BACKFILL);
    assertThat(submission.ingestTimeMillis()).isEqualTo(NOW.toEpochMilli());
    assertThat(submission.blocks()).extracting(VehicleBlock::vehicle).containsExactly("v");
    assertThat(submission.blocks().getFirst().size()).isEqualTo(2);
  }

  @Test
  void eventsWithoutAcknowledgementStandInRejectedAsRetryable() {
    CompletableFuture<IngestReply> reply =
        fixture.ingest(event(GOOD, "a"), event(BAD, "b"), event(GOOD, "c"), event(GOOD, "d"));

    publisher.outcome.complete(new PublishOutcome.Answered(BitSet.valueOf(new long[] {0b101})));

    IngestReply.Accepted accepted = (IngestReply.Accepted) reply.join();
    assertThat(accepted.accepted()).isEqualTo(1);
    assertThat(accepted.rejected()).extracting(Rejection::index).containsExactly(0, 1, 3);
    assertThat(accepted.rejected()).extracting(Rejection::id).containsExactly("a", "b", "d");
    assertThat(accepted.rejected())
        .extracting(Rejection::code)
        .containsExactly(
            ErrorCode.NOT_ACKNOWLEDGED, ErrorCode.NO_SIGNALS, ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(fixture.accepted()).isEqualTo(1);
    assertThat(fixture.rejected(ErrorCode.NOT_ACKNOWLEDGED)).isEqualTo(2);
    assertThat(fixture.rejected(ErrorCode.NO_SIGNALS)).isEqualTo(1);
  }

  @Test
  void refusesWhenNothingWasAcknowledged() {
    CompletableFuture<IngestReply> reply = fixture.ingest(event(GOOD, "a"), event(BAD, "b"));

    publisher.outcome.complete(new PublishOutcome.Answered(BitSet.valueOf(new long[] {1})));

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(refusal(reply).rejected()).hasSize(2);
    assertThat(fixture.accepted()).isZero();
    assertThat(fixture.rejected(ErrorCode.NOT_ACKNOWLEDGED)).isEqualTo(1);
  }

  @Test
  void refusesWhenThePartitionsHaveChanged() {
    CompletableFuture<IngestReply> reply = fixture.ingest(event(GOOD, "a"));

    publisher.outcome.complete(new PublishOutcome.PartitionsChanged());

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.PARTITIONS_CHANGED);
    assertThat(fixture.rejected(ErrorCode.PARTITIONS_CHANGED)).isEqualTo(1);
  }

  @Test
  void refusesWhenNoEventIsValid() {
    Problem problem = refusal(fixture.ingest(event(BAD, "a"), event(BAD, "b")));

    assertThat(problem.code()).isEqualTo(ErrorCode.NO_VALID_EVENT);
    assertThat(problem.rejected()).hasSize(2);
    assertThat(publisher.submissions).isEmpty();
  }

  @Test
  void forbidsABatchOfOnlyForeignVehicles() {
    Sender bound =
        new Sender(
            new Caller("acme", "mine"), Lane.LIVE, "", SendMode.NORMAL, fixture.reservation());

    Problem problem = refusal(fixture.ingest(bound, event(GOOD, "a")));

    assertThat(problem.code()).isEqualTo(ErrorCode.VEHICLE_NOT_ALLOWED);
    assertThat(problem.code().status()).isEqualTo(403);
  }

  @Test
  void emptyBatchIsASuccess() {
    assertThat(fixture.ingest()).isCompletedWithValue(new IngestReply.Accepted(0, List.of()));
    assertThat(publisher.submissions).isEmpty();
  }

  @Test
  void takesNothingWhileThePartitionsAreNotAsAtStart() {
    publisher.ready = false;

    Problem problem = refusal(fixture.ingest(event(GOOD, "a"), event(BAD, "b")));

    assertThat(problem.code()).isEqualTo(ErrorCode.PARTITIONS_CHANGED);
    assertThat(publisher.submissions).isEmpty();
    assertThat(fixture.letterBox.letters).isEmpty();
  }

  @Test
  void understandsTheTenantsOwnNames() {
    fixture.directory.aliases.add(
        new TenantAlias("acme", TenantAlias.Kind.MEMBER, "alter", "age_ms", 1, 0, 0));
    publisher.outcome.complete(new PublishOutcome.Answered(new BitSet()));

    CompletableFuture<IngestReply> own = fixture.ingest("{\"alter\":0,\"signals\":{\"speed\":1}}");
    CompletableFuture<IngestReply> foreign =
        fixture.ingest(
            fixture.sender("other", "job-1", SendMode.NORMAL),
            "{\"alter\":0,\"signals\":{\"speed\":1}}");

    assertThat(own).isCompletedWithValue(new IngestReply.Accepted(1, List.of()));
    assertThat(refusal(foreign).code()).isEqualTo(ErrorCode.NO_VALID_EVENT);
  }

  @Test
  void judgesNothingByADirectoryThatWentStaleMeanwhile() {
    fixture.directory.current = false;

    assertThat(refusal(fixture.ingest(event(BAD, "a"))).code())
        .isEqualTo(ErrorCode.DIRECTORY_UNAVAILABLE);
    assertThat(fixture.letterBox.letters).isEmpty();
  }

  @Test
  void refusesABatchThatWouldWaitInMoreMemoryThanThereIs() {
    InFlight.Reservation almostAll = fixture.inFlight.tryReserve(19_950).orElseThrow();

    CompletableFuture<IngestReply> reply = fixture.ingest(event(GOOD, "a"));
    almostAll.release();

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(fixture.rejected(ErrorCode.OVERLOADED)).isEqualTo(1);
    assertThat(publisher.submissions).isEmpty();
  }
}
