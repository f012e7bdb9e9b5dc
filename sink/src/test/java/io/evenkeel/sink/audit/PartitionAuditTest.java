package io.evenkeel.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.audit.DatabaseCut.LogPosition;
import io.evenkeel.sink.audit.DatabaseCut.Position;
import io.evenkeel.sink.audit.TopicReader.Range;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The clean topic has a marker behind each record; a telemetry record holds ten events. */
class PartitionAuditTest {
  private static final int PARTITION = 3;
  private static final Account ACME = new Account("acme", "live", "", PARTITION);

  @Test
  void agreesWhereEveryRecordHasItsCleanRecord() {
    PartitionAudit partition = audit(at(8, 4), null, new Range(0, 20), new Range(0, 12));
    LongStream.range(0, 10).forEach(source -> clean(partition, source * 2, source));
    LongStream.range(0, 12).forEach(offset -> telemetry(partition, offset));

    assertThat(partition.findings()).isEmpty();
    assertThat(partition.inFlight().of(ACME)).isEqualTo(80);
    assertThat(partition.logChange().of(ACME)).isEqualTo(40);
  }

  @Test
  void goesOnCountingWhereItWas() {
    PartitionAudit partition =
        audit(at(8, 4), new LogPosition(0, 3), new Range(0, 8), new Range(0, 5));
    assertThat(partition.telemetryRange(100)).isEqualTo(new Range(3, 5));
    LongStream.range(3, 5).forEach(offset -> partition.telemetry(offset, events()));

    assertThat(partition.isCounted()).isTrue();
    assertThat(partition.logChange().of(ACME)).isEqualTo(10);
  }

  @Test
  void takesBackWhatWasCountedBeyondAPositionThatMovedBack() {
    PartitionAudit partition =
        audit(at(4, 2), new LogPosition(0, 5), new Range(0, 4), new Range(0, 5));
    partition.telemetryRange(100);
    LongStream.range(2, 5).forEach(offset -> partition.telemetry(offset, events()));

    assertThat(partition.logChange().of(ACME)).isEqualTo(-30);
  }

  @Test
  void tellsHowManyEventsAMissingCleanRecordHeld() {
    PartitionAudit partition = audit(at(8, 4), null, new Range(0, 14), new Range(0, 7));
    clean(partition, 10, 5);
    clean(partition, 12, 6);
    LongStream.range(0, 7).forEach(offset -> telemetry(partition, offset));

    assertThat(partition.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.check()).isEqualTo(Check.CLEAN);
          assertThat(finding.tenant()).isEqualTo("acme");
          assertThat(finding.amount()).isEqualTo(10);
        });
  }

  @Test
  void countsRecordsWhereTheEventsAreGoneToo() {
    PartitionAudit partition = audit(at(8, 4), null, new Range(0, 20), new Range(8, 10));
    clean(partition, 16, 8);
    LongStream.range(8, 10).forEach(offset -> telemetry(partition, offset));

    assertThat(partition.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.amount()).isEqualTo(4));
  }

  @Test
  void tellsEventsThatARewoundPositionWouldStoreAgain() {
    PartitionAudit partition = audit(at(4, 4), null, new Range(0, 8), new Range(0, 4));
    LongStream.range(0, 4).forEach(source -> clean(partition, source * 2, source));

    assertThat(partition.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.check()).isEqualTo(Check.POSITION);
          assertThat(finding.amount()).isEqualTo(20);
        });
  }

  @Test
  void comparesTheRecordBeforeThePositionWhereNoneFollows() {
    PartitionAudit partition = audit(at(8, 3), null, new Range(0, 8), new Range(0, 4));
    LongStream.range(0, 4).forEach(source -> clean(partition, source * 2, source));

    assertThat(partition.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.amount()).isEqualTo(1));
  }

  @Test
  void findsRecordsThatWereRemovedBeforeTheyWereProcessed() {
    PartitionAudit partition = audit(at(8, 4), null, new Range(0, 8), new Range(9, 12));
    clean(partition, 6, 3);

    assertThat(partition.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.check()).isEqualTo(Check.TELEMETRY);
          assertThat(finding.amount()).isEqualTo(5);
        });
  }

  @Test
  void findsAPositionBeyondTheLog() {
    PartitionAudit partition = audit(at(8, 4), null, new Range(0, 6), new Range(0, 3));

    assertThat(partition.findings())
        .extracting(Finding::check)
        .containsExactlyInAnyOrder(Check.POSITION, Check.TELEMETRY);
    assertThat(partition.isCounted()).isFalse();
  }

  @Test
  void doesNotTrustACountThatRetentionOvertook() {
    PartitionAudit partition =
        audit(at(8, 4), new LogPosition(0, 1), new Range(0, 8), new Range(1, 4));
    partition.telemetryRange(100);
    partition.telemetry(3, events());

    assertThat(partition.isCounted()).isFalse();
  }

  @Test
  void expectsTheFirstRecordOfAPartitionThatNobodyClaimedYet() {
    PartitionAudit partition = audit(null, null, new Range(0, 6), new Range(0, 3));
    LongStream.range(0, 3).forEach(source -> clean(partition, source * 2, source));
    LongStream.range(0, 3).forEach(offset -> telemetry(partition, offset));

    assertThat(partition.findings()).isEmpty();
    assertThat(partition.inFlight().of(ACME)).isEqualTo(30);
  }

  private static PartitionAudit audit(
      @Nullable Position position, @Nullable LogPosition counted, Range clean, Range telemetry) {
    return new PartitionAudit(Lane.LIVE, PARTITION, position, counted, false, clean, telemetry);
  }

  private static Position at(long next, long nextSource) {
    return new Position(
        "cluster",
        new UUID(0, 1),
        "evenkeel.clean.live",
        PARTITION,
        next,
        OptionalLong.of(nextSource));
  }

  private static void clean(PartitionAudit partition, long offset, long source) {
    byte[] value = new TelemetryRecord("acme", 1, "", List.of()).toBytes();
    var summary = new CleanSummary(PARTITION, source, 10, 10, 0, 0, List.of());
    partition.clean(offset, summary, "acme".getBytes(StandardCharsets.UTF_8), value);
  }

  private static void telemetry(PartitionAudit partition, long offset) {
    if (partition.telemetryRange(100).from() <= offset) {
      partition.telemetry(offset, events());
    }
  }

  private static AcceptedEvents events() {
    return new AcceptedEvents("acme", "", 10);
  }
}
