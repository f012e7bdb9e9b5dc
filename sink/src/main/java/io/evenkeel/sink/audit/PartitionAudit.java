package io.evenkeel.sink.audit;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.audit.DatabaseCut.LogPosition;
import io.evenkeel.sink.audit.DatabaseCut.Position;
import io.evenkeel.sink.audit.SourceChain.Gap;
import io.evenkeel.sink.audit.TopicReader.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a lane at the cut: takes the records that are read and tells what does not
 * agree. Knows nothing of Kafka's client. Not thread-safe.
 *
 * <pre>
 *  telemetry  |begin ........ counted ..... cut ....... end|
 *                              log += here | in flight here
 *  clean                          |begin .. position ... end|
 * </pre>
 */
final class PartitionAudit {
  private final Lane lane;
  private final int number;
  private final @Nullable Position position;
  private final Range clean;
  private final Range telemetry;
  private final SourceChain chain;
  private final long source;
  private final LogStart logStart;

  private final Counts<Account> repeats = new Counts<>();
  private final Counts<Account> missing = new Counts<>();
  private final Counts<Account> logChange = new Counts<>();
  private final Counts<Account> inFlight = new Counts<>();
  private final List<String> notes = new ArrayList<>();
  private long nextTelemetry = -1;
  private long missingRecords;
  private boolean telemetryBroken;

  /**
   * A partition about to be read.
   *
   * @param position null if the sink never claimed it
   * @param counted how far its log was counted before, null if it never was
   * @param past whether the lane had another topic before
   * @param clean what the clean topic holds, up to the first open transaction
   * @param telemetry what the telemetry topic holds
   */
  PartitionAudit(
      Lane lane,
      int number,
      @Nullable Position position,
      @Nullable LogPosition counted,
      boolean past,
      Range clean,
      Range telemetry) {
    this.lane = lane;
    this.number = number;
    this.position = position;
    this.clean = clean;
    this.telemetry = telemetry;
    OptionalLong next = expectedSource(position, telemetry);
    this.chain = new SourceChain(next);
    this.source = next.orElse(telemetry.from());
    this.logStart = LogStart.of(counted, source, telemetry, past);
  }

  // Where nothing is stored yet, the first clean record must come from the first telemetry record,
  // if that is still there.
  private static OptionalLong expectedSource(@Nullable Position position, Range telemetry) {
    if (position != null && position.nextSource().isPresent()) {
      return position.nextSource();
    }
    return telemetry.from() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
  }

  int number() {
    return number;
  }

  /** Offset in the telemetry topic up to which everything is booked. */
  long source() {
    return source;
  }

  /** How the log is counted. */
  LogStart logStart() {
    return logStart;
  }

  /** What is to be read of the clean topic. */
  Range cleanRange(long lookBack, long recordsMax) {
    long next = cleanPosition();
    long from = Math.max(clean.from(), next - lookBack);
    if (clean.to() - next > recordsMax) {
      notes.add(
          "Of %s-%d only the first %d offsets beyond the position were looked at"
              .formatted("evenkeel.clean." + lane.id(), number, recordsMax));
    }
    return new Range(from, Math.min(clean.to(), Math.max(next, from) + recordsMax));
  }

  /** Takes a clean record; in order. */
  void clean(long offset, CleanSummary summary, byte @Nullable [] key, byte @Nullable [] value) {
    if (offset < cleanPosition()) {
      chain.before(summary.sourceOffset());
    } else if (chain.isRepeat(summary.sourceOffset())) {
      AcceptedEvents events = AcceptedEvents.of(key, RecordHeaders.formatVersion(), value);
      repeats.add(account(events), summary.in());
    }
  }

  /** What is to be read of the telemetry topic, once the clean topic was read. */
  Range telemetryRange(long recordsMax) {
    long from = Math.max(telemetry.from(), Math.min(source, logStart.from()));
    long to = telemetry.to();
    if (to - source > recordsMax) {
      to = Math.max(source + recordsMax, Math.min(to, logStart.known()));
      notes.add(
          "In flight on %s-%d: only the first %d records beyond the position were counted"
              .formatted("evenkeel.telemetry." + lane.id(), number, recordsMax));
    }
    nextTelemetry = from;
    return new Range(from, to);
  }

  /** Takes a telemetry record; in order. */
  void telemetry(long offset, AcceptedEvents events) {
    // Offsets of this topic have no holes: retention has overtaken the reading.
    telemetryBroken |= offset != nextTelemetry;
    nextTelemetry = offset + 1;
    Account account = account(events);
    logChange.add(account, logStart.sign(offset, source) * events.events());
    if (offset >= source) {
      inFlight.add(account, events.events());
    }
    for (Gap gap : chain.gaps()) {
      if (gap.holds(offset)) {
        missing.add(account, events.events());
        missingRecords++;
      }
    }
  }

  /** Events beyond the cut. */
  Counts<Account> inFlight() {
    return inFlight;
  }

  /** What to add to the counts known before to have the log's count at the cut. */
  Counts<Account> logChange() {
    return logChange;
  }

  /** Whether the log was counted without a hole up to the cut. */
  boolean isCounted() {
    return !telemetryBroken && logStart.isCountable() && source <= telemetry.to();
  }

  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (!logStart.note().isEmpty()) {
      all.add("evenkeel.telemetry.%s-%d: %s".formatted(lane.id(), number, logStart.note()));
    }
    return all;
  }

  /** What does not agree. */
  List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    checkRepeats(found);
    checkGaps(found);
    checkPosition(found);
    checkTelemetry(found);
    return found;
  }

  private void checkRepeats(List<Finding> found) {
    for (Account account : repeats.keys()) {
      long events = repeats.of(account);
      found.add(
          Finding.of(
              account,
              Check.POSITION,
              events,
              "The position %d was rewound: %d events from there on are booked already, the next that are not come from source offset %d"
                  .formatted(cleanPosition(), events, source)));
    }
  }

  private void checkGaps(List<Finding> found) {
    for (Account account : missing.keys()) {
      found.add(
          Finding.of(
              account,
              Check.CLEAN,
              missing.of(account),
              "%d events of the telemetry topic have no clean record: source offsets %s"
                  .formatted(missing.of(account), chain.gaps())));
    }
    long unseen = chain.gaps().stream().mapToLong(Gap::records).sum() - missingRecords;
    if (unseen > 0) {
      found.add(
          partition(
              Check.CLEAN,
              unseen,
              "%d records of the telemetry topic have no clean record and are gone, or too far back to be counted: source offsets %s"
                  .formatted(unseen, chain.gaps())));
    }
  }

  private void checkPosition(List<Finding> found) {
    long next = cleanPosition();
    if (next < clean.from() && chain.gaps().isEmpty()) {
      found.add(
          partition(
              Check.POSITION,
              clean.from() - next,
              "%d offsets of the clean topic were deleted before they were stored: the position is %d, the log begins at %d"
                  .formatted(clean.from() - next, next, clean.from())));
    }
    if (next > clean.to()) {
      found.add(
          partition(
              Check.POSITION,
              next - clean.to(),
              "The position %d lies beyond the end of the clean topic, %d"
                  .formatted(next, clean.to())));
    }
    if (chain.misplaced() != 0 && repeats.keys().isEmpty() && chain.gaps().isEmpty()) {
      found.add(
          partition(
              Check.POSITION,
              Math.abs(chain.misplaced()),
              "The record before position %d comes from source offset %d, but the position in the source is %d"
                  .formatted(next, source - 1 - chain.misplaced(), source)));
    }
  }

  private void checkTelemetry(List<Finding> found) {
    if (source > telemetry.to()) {
      found.add(
          partition(
              Check.TELEMETRY,
              source - telemetry.to(),
              "The telemetry topic ends at %d, but records up to %d are stored: Kafka has lost records or is another Kafka"
                  .formatted(telemetry.to(), source)));
    }
    long cleaned = chain.next().orElse(source);
    if (telemetry.from() > cleaned) {
      found.add(
          partition(
              Check.TELEMETRY,
              telemetry.from() - cleaned,
              "%d records were removed from the telemetry topic before they were processed: it begins at %d, processing came to %d"
                  .formatted(telemetry.from() - cleaned, telemetry.from(), cleaned)));
    }
  }

  private Finding partition(Check check, long amount, String message) {
    return Finding.ofPartition(lane.id(), number, check, amount, message);
  }

  private long cleanPosition() {
    return position == null ? clean.from() : position.nextOffset();
  }

  private Account account(AcceptedEvents events) {
    return new Account(events.tenant(), lane.id(), events.job(), number);
  }
}
