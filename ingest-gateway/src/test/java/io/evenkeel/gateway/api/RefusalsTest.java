package io.evenkeel.gateway.api;

import static io.evenkeel.gateway.api.IngestFixture.BAD;
import static io.evenkeel.gateway.api.IngestFixture.BURST;
import static io.evenkeel.gateway.api.IngestFixture.GOOD;
import static io.evenkeel.gateway.api.IngestFixture.batch;
import static io.evenkeel.gateway.api.IngestFixture.body;
import static io.evenkeel.gateway.api.IngestFixture.event;
import static io.evenkeel.gateway.api.IngestFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.letter.DeadLetter;
import io.evenkeel.gateway.letter.LetterOrigin;
import io.evenkeel.gateway.letter.SentBody;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.model.topic.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused for good is kept before the caller hears of it, or it is not for good. */
class RefusalsTest {
  private static final long SECOND = 1_000_000_000L;

  private final IngestFixture fixture = new IngestFixture();
  private final RecordingLetterBox letterBox = fixture.letterBox;

  @Test
  void answersOnlyOnceTheDeadLettersAreDurableToo() {
    CompletableFuture<IngestReply> reply = fixture.ingest(event(GOOD, "a"), event(BAD, "b"));

    published();
    assertThat(reply).isNotDone();

    kept();
    IngestReply.Accepted accepted = (IngestReply.Accepted) reply.join();
    assertThat(accepted.accepted()).isEqualTo(1);
    assertThat(codes(accepted.rejected())).containsExactly(ErrorCode.NO_SIGNALS);
  }

  @Test
  void keepsTheBytesOfEachRejectedEventWithWhereItCameFrom() {
    fixture.ingest(event(BAD, "ä"), event(GOOD, "a"), "{ \"id\" : 7 }");

    assertThat(letterBox.letters)
        .extracting(RefusalsTest::text)
        .containsExactly(event(BAD, "ä"), "{ \"id\" : 7 }");
    assertThat(letterBox.letters).extracting(DeadLetter::index).containsExactly(0, 2);
    assertThat(letterBox.letters)
        .extracting(letter -> letter.reason().code())
        .containsExactly(ErrorCode.NO_SIGNALS, ErrorCode.MALFORMED_EVENT);
    assertThat(letterBox.letters).extracting(DeadLetter::vehicle).containsOnly("v");
    assertThat(letterBox.letters)
        .extracting(DeadLetter::origin)
        .containsOnly(
            new LetterOrigin("acme", Lane.BACKFILL, "job-1", IngestFixture.NOW.toEpochMilli()));
  }

  @Test
  void rejectedEventThatIsNotKeptIsToBeSentAgain() {
    CompletableFuture<IngestReply> reply =
        fixture.ingest(event(BAD, "a"), event(GOOD, "b"), event(BAD, "c"));

    published();
    letterBox.unacknowledged.complete(BitSet.valueOf(new long[] {0b10}));

    IngestReply.Accepted accepted = (IngestReply.Accepted) reply.join();
    assertThat(accepted.accepted()).isEqualTo(1);
    assertThat(accepted.rejected()).extracting(Rejection::id).containsExactly("a", "c");
    assertThat(codes(accepted.rejected()))
        .containsExactly(ErrorCode.NO_SIGNALS, ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(fixture.rejected(ErrorCode.NO_SIGNALS)).isEqualTo(1);
    assertThat(fixture.rejected(ErrorCode.NOT_ACKNOWLEDGED)).isEqualTo(1);
  }

  @Test
  void refusesAsRetryableWhenNothingIsValidAndNotEverythingIsKept() {
    CompletableFuture<IngestReply> reply = fixture.ingest(event(BAD, "a"), event(BAD, "b"));

    letterBox.unacknowledged.complete(BitSet.valueOf(new long[] {0b01}));

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(codes(refusal(reply).rejected()))
        .containsExactly(ErrorCode.NOT_ACKNOWLEDGED, ErrorCode.NO_SIGNALS);
  }

  static Stream<SentBody> bodies() {
    return Stream.of(
        body("{\"events\":"),
        body("[]"),
        new SentBody(bytes("no gzip"), "application/json", "gzip"),
        new SentBody(bytes(batch(event(GOOD, "a"))), "application/json", "zstd"),
        new SentBody(bytes("speed=1"), "application/x-www-form-urlencoded", null),
        new SentBody(bytes("?"), null, null),
        body(batch(Collections.nCopies(5_001, "{}").toArray(String[]::new))));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void keepsABodyOfWhichNothingCanBeUsedAsItWasSent(SentBody body) {
    CompletableFuture<IngestReply> reply = fixture.send(fixture.sender(), body);
    assertThat(reply).isNotDone();
    kept();

    Problem problem = refusal(reply);
    assertThat(problem.code().isRetryable()).isFalse();
    assertThat(letterBox.letters).hasSize(1);
    DeadLetter letter = letterBox.letters.getFirst();
    assertThat(letter.content()).isSameAs(body);
    assertThat(letter.index()).isEqualTo(DeadLetter.WHOLE_BODY);
    assertThat(letter.reason().code()).isEqualTo(problem.code());
    assertThat(letter.reason().message()).isEqualTo(problem.detail());
  }

  @Test
  void bodyThatIsNotKeptIsToBeSentAgain() {
    CompletableFuture<IngestReply> reply = fixture.send(fixture.sender(), body("oops"));

    letterBox.unacknowledged.complete(BitSet.valueOf(new long[] {1}));

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.NOT_ACKNOWLEDGED);
    assertThat(refusal(reply).detail()).contains("malformed-json");
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
  void keepsABodyWhoseJobHasNoUsableName(String job) {
    CompletableFuture<IngestReply> reply =
        fixture.ingest(fixture.sender("acme", job, SendMode.NORMAL), event(GOOD, "a"));
    kept();

    assertThat(refusal(reply).code()).isEqualTo(ErrorCode.JOB_INVALID);
    assertThat(letterBox.letters).extracting(l -> l.origin().job()).containsExactly(job);
  }

  @Test
  void replayIsAnsweredTheSameButNothingIsKeptTwice() {
    fixture.publisher.outcome.complete(new PublishOutcome.Answered(new BitSet()));

    CompletableFuture<IngestReply> events =
        fixture.ingest(fixture.sender(SendMode.REPLAY), event(GOOD, "a"), event(BAD, "b"));
    CompletableFuture<IngestReply> body =
        fixture.send(fixture.sender(SendMode.REPLAY), body("oops"));

    assertThat(((IngestReply.Accepted) events.join()).accepted()).isEqualTo(1);
    assertThat(refusal(body).code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(letterBox.letters).isEmpty();
  }

  @Test
  void dryRunOnlyJudges() {
    CompletableFuture<IngestReply> reply =
        fixture.ingest(fixture.sender(SendMode.DRY_RUN), event(GOOD, "a"), event(BAD, "b"));
    CompletableFuture<IngestReply> body =
        fixture.send(fixture.sender(SendMode.DRY_RUN), body("oops"));

    IngestReply.Judged judged = (IngestReply.Judged) reply.join();
    assertThat(judged.accepted()).isEqualTo(1);
    assertThat(codes(judged.rejected())).containsExactly(ErrorCode.NO_SIGNALS);
    assertThat(refusal(body).code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(fixture.publisher.submissions).isEmpty();
    assertThat(letterBox.letters).isEmpty();
    assertThat(fixture.accepted()).isZero();
    assertThat(fixture.rejected(ErrorCode.NO_SIGNALS)).isZero();
  }

  @Test
  void moreRefusalsThanTheBoundAreThrottledAndNotKept() {
    kept();
    refuse(BURST);

    Problem problem = refusal(refuse(2));

    assertThat(problem.code()).isEqualTo(ErrorCode.REFUSALS_THROTTLED);
    assertThat(problem.waitMin()).isEqualTo(Duration.ofSeconds(2));
    assertThat(codes(problem.rejected()))
        .containsExactly(ErrorCode.REFUSALS_THROTTLED, ErrorCode.REFUSALS_THROTTLED);
    assertThat(problem.rejected().getFirst().detail()).contains("no-signals: An event has");
    assertThat(letterBox.letters).hasSize(BURST);
    assertThat(fixture.registry.get("evenkeel.gateway.refusals.throttled").counter().count())
        .isEqualTo(2);
  }

  @Test
  void throttledTenantIsRefusedAsBeforeOnceTheTimeIsOver() {
    kept();
    refuse(BURST);
    Duration wait = refusal(refuse(2)).waitMin();

    fixture.nanos.addAndGet(wait.toNanos());

    assertThat(refusal(refuse(2)).code()).isEqualTo(ErrorCode.NO_VALID_EVENT);
    assertThat(letterBox.letters).hasSize(BURST + 2);
  }

  @Test
  void throttlesOneTenantAndNoOther() {
    kept();
    refuse(BURST);

    CompletableFuture<IngestReply> other =
        fixture.ingest(fixture.sender("other", "job-1", SendMode.NORMAL), event(BAD, "a"));

    assertThat(refusal(other).code()).isEqualTo(ErrorCode.NO_VALID_EVENT);
  }

  @Test
  void validEventsOfAThrottledTenantAreAccepted() {
    kept();
    published();
    refuse(BURST);

    CompletableFuture<IngestReply> reply = fixture.ingest(event(BAD, "a"), event(GOOD, "b"));

    IngestReply.Accepted accepted = (IngestReply.Accepted) reply.join();
    assertThat(accepted.accepted()).isEqualTo(1);
    assertThat(codes(accepted.rejected())).containsExactly(ErrorCode.REFUSALS_THROTTLED);
  }

  @Test
  void bodyBeyondTheBoundIsThrottledToo() {
    kept();
    refuse(BURST);

    Problem problem = refusal(fixture.send(fixture.sender(), body("oops")));

    assertThat(problem.code()).isEqualTo(ErrorCode.REFUSALS_THROTTLED);
    assertThat(problem.detail()).contains("malformed-json");
    assertThat(problem.waitMin()).isEqualTo(Duration.ofSeconds(1));
    assertThat(letterBox.letters).hasSize(BURST);
  }

  @ParameterizedTest
  @EnumSource(
      value = SendMode.class,
      names = {"REPLAY", "DRY_RUN"})
  void whatIsNotKeptIsNotThrottled(SendMode mode) {
    for (int i = 0; i <= BURST; i++) {
      fixture.send(fixture.sender(mode), body("oops"));
    }

    assertThat(refusal(fixture.send(fixture.sender(mode), body("oops"))).code())
        .isEqualTo(ErrorCode.MALFORMED_JSON);
    fixture.nanos.addAndGet(SECOND);
    kept();
    assertThat(refusal(refuse(BURST)).code()).isEqualTo(ErrorCode.NO_VALID_EVENT);
  }

  private CompletableFuture<IngestReply> refuse(int events) {
    return fixture.ingest(Collections.nCopies(events, event(BAD, "x")).toArray(String[]::new));
  }

  private void published() {
    fixture.publisher.outcome.complete(new PublishOutcome.Answered(new BitSet()));
  }

  private void kept() {
    letterBox.unacknowledged.complete(new BitSet());
  }

  private static List<ErrorCode> codes(List<Rejection> rejected) {
    return rejected.stream().map(Rejection::code).toList();
  }

  private static String text(DeadLetter letter) {
    return new String(letter.content().bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
