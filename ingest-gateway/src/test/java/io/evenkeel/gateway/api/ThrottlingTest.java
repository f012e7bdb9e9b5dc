package io.evenkeel.gateway.api;

import static io.evenkeel.gateway.api.IngestFixture.BAD;
import static io.evenkeel.gateway.api.IngestFixture.GOOD;
import static io.evenkeel.gateway.api.IngestFixture.event;
import static io.evenkeel.gateway.api.IngestFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Quota;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.publish.PublishOutcome;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vehicle may send 1 event a second and 5 at once, its tenant 10 and 20. */
class ThrottlingTest {
  private static final long SECOND = 1_000_000_000L;

  private final IngestFixture fixture = new IngestFixture();

  @BeforeEach
  void acknowledgeAtOnce() {
    fixture.publisher.outcome.complete(new PublishOutcome.Answered(new BitSet()));
    fixture.letterBox.unacknowledged.complete(new BitSet());
  }

  @Test
  void eventsOfAThrottledVehicleAreRejectedWhileOthersAreAccepted() {
    send("v", 5);

    IngestReply.Accepted accepted =
        (IngestReply.Accepted) live(of("v", "a"), of("w", "b"), event(BAD, "c"), of("v", "d"));

    assertThat(accepted.accepted()).isEqualTo(1);
    assertThat(accepted.rejected()).extracting(Rejection::index).containsExactly(0, 2, 3);
    assertThat(accepted.rejected()).extracting(Rejection::id).containsExactly("a", "c", "d");
    assertThat(accepted.rejected())
        .extracting(Rejection::code)
        .containsExactly(
            ErrorCode.VEHICLE_RATE_EXCEEDED, ErrorCode.NO_SIGNALS, ErrorCode.VEHICLE_RATE_EXCEEDED);
    assertThat(fixture.publisher.submissions.getLast().blocks())
        .extracting(VehicleBlock::vehicle)
        .containsExactly("w");
    assertThat(throttled("vehicle-events")).isEqualTo(2);
  }

  @Test
  void throttledEventsLeaveNoDeadLetter() {
    send("v", 5);

    live(of("v", "a"), event(BAD, "b"));

    assertThat(fixture.letterBox.letters).hasSize(1);
  }

  @Test
  void refusesWhenEveryVehicleIsThrottledAndSaysUntilWhen() {
    send("v", 5);
    send("w", 5);
    fixture.nanos.addAndGet(SECOND / 2);
    send("u", 5);

    Problem problem = refusal(done(live(of("u", "a"), of("v", "b"), of("w", "c"))));

    assertThat(problem.code()).isEqualTo(ErrorCode.VEHICLE_RATE_EXCEEDED);
    assertThat(problem.waitMin()).isEqualTo(Duration.ofMillis(500));
    assertThat(problem.quota())
        .isEqualTo(new Quota("vehicle-events", 5, 5, 0, Duration.ofMillis(500)));
    assertThat(problem.rejected()).hasSize(3);
  }

  @Test
  void passesAgainAfterTheTimeThatItSaid() {
    send("v", 5);
    Problem problem = refusal(done(live(of("v", "a"))));

    fixture.nanos.addAndGet(problem.waitMin().toNanos());

    assertThat(live(of("v", "a"))).isEqualTo(new IngestReply.Accepted(1, List.of()));
  }

  @Test
  void aBatchLargerThanEveryBurstPassesWhenTheBucketsAreFull() {
    assertThat(send("v", 20)).isEqualTo(new IngestReply.Accepted(20, List.of()));

    // More than the vehicle's burst; they take 20 s to come back.
    fixture.nanos.addAndGet(19 * SECOND);
    assertThat(refusal(done(send("v", 20))).waitMin()).isEqualTo(Duration.ofSeconds(1));
    fixture.nanos.addAndGet(SECOND);
    assertThat(send("v", 20)).isEqualTo(new IngestReply.Accepted(20, List.of()));
  }

  @Test
  void throttledEventsAreNotChargedToTheTenant() {
    send("v", 5);
    assertThat(refusal(done(send("v", 20))).code()).isEqualTo(ErrorCode.VEHICLE_RATE_EXCEEDED);
    assertThat(refusal(done(send("v", 20))).code()).isEqualTo(ErrorCode.VEHICLE_RATE_EXCEEDED);

    // 5 of 20 are gone; the tenant passes as long as anything is left.
    send("a", 5);
    send("b", 5);
    assertThat(send("c", 5)).isEqualTo(new IngestReply.Accepted(5, List.of()));
    assertThat(refusal(done(send("d", 1))).code()).isEqualTo(ErrorCode.TENANT_RATE_EXCEEDED);
  }

  @Test
  void aTenantInDebtIsRefusedAndItsVehiclesAreNotCharged() {
    for (String vehicle : List.of("a", "b", "c", "d")) {
      send(vehicle, 5);
    }

    Problem problem = refusal(done(live(of("e", "a"), event(BAD, "b"))));

    assertThat(problem.code()).isEqualTo(ErrorCode.TENANT_RATE_EXCEEDED);
    assertThat(problem.quota())
        .isEqualTo(new Quota("tenant-live-events", 20, 2, 0, Duration.ofMillis(100)));
    assertThat(fixture.letterBox.letters).isEmpty();
    assertThat(throttled("tenant-live-events")).isEqualTo(1);
    fixture.nanos.addAndGet(SECOND);
    assertThat(send("e", 5)).isEqualTo(new IngestReply.Accepted(5, List.of()));
  }

  @Test
  void tenantsAndLanesDoNotShareALimit() {
    for (String vehicle : List.of("a", "b", "c", "d")) {
      send(vehicle, 5);
    }

    CompletableFuture<IngestReply> backfill = fixture.ingest(events("a", 5));
    CompletableFuture<IngestReply> other =
        fixture.ingest(live(new Caller("other", "")), events("a", 5));

    assertThat(backfill).isCompletedWithValue(new IngestReply.Accepted(5, List.of()));
    assertThat(other).isCompletedWithValue(new IngestReply.Accepted(5, List.of()));
  }

  @Test
  void backfillHasNoLimitByVehicle() {
    assertThat(fixture.ingest(events("v", 15)))
        .isCompletedWithValue(new IngestReply.Accepted(15, List.of()));
    assertThat(fixture.ingest(events("v", 50)))
        .isCompletedWithValue(new IngestReply.Accepted(50, List.of()));
    assertThat(refusal(fixture.ingest(events("v", 1))).code())
        .isEqualTo(ErrorCode.TENANT_RATE_EXCEEDED);
  }

  @Test
  void aDryRunIsNotCharged() {
    Sender dry =
        new Sender(new Caller("acme", ""), Lane.LIVE, "", SendMode.DRY_RUN, fixture.reservation());

    assertThat(fixture.ingest(dry, events("v", 50)))
        .isCompletedWithValue(new IngestReply.Judged(50, List.of()));
    assertThat(send("v", 5)).isEqualTo(new IngestReply.Accepted(5, List.of()));
  }

  @Test
  void aReplayIsChargedLikeAnyBackfill() {
    assertThat(fixture.ingest(fixture.sender(SendMode.REPLAY), events("v", 50)))
        .isCompletedWithValue(new IngestReply.Accepted(50, List.of()));
    assertThat(refusal(fixture.ingest(fixture.sender(SendMode.REPLAY), events("v", 1))).code())
        .isEqualTo(ErrorCode.TENANT_RATE_EXCEEDED);
  }

  private IngestReply send(String vehicle, int events) {
    return live(events(vehicle, events));
  }

  private IngestReply live(String... events) {
    Sender sender = live(new Caller("acme", ""));
    IngestReply reply = fixture.ingest(sender, events).join();
    sender.reservation().release();
    return reply;
  }

  private Sender live(Caller caller) {
    return new Sender(caller, Lane.LIVE, "", SendMode.NORMAL, fixture.reservation());
  }

  private double throttled(String policy) {
    return fixture
        .registry
        .get("evenkeel.gateway.limits.throttled")
        .tags("lane", "live", "policy", policy)
        .counter()
        .count();
  }

  private static CompletableFuture<IngestReply> done(IngestReply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static String of(String vehicle, String id) {
    return GOOD.formatted(id).replaceFirst("\\{", "{\"vehicle\":\"" + vehicle + "\",");
  }

  private static String[] events(String vehicle, int events) {
    return IntStream.range(0, events).mapToObj(i -> of(vehicle, "" + i)).toArray(String[]::new);
  }
}
