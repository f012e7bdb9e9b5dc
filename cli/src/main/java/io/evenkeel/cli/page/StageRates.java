package io.evenkeel.cli.page;

/**
 * What the stages did between two readings, in events a second of both lanes; never negative.
 *
 * @param accepted acknowledged to senders
 * @param refused not taken by the gateway
 * @param processed read by the processor
 * @param forwarded by the processor
 * @param repeats dropped by the processor
 * @param processorDead set aside by the processor
 * @param stored by the sink
 * @param sinkRepeats that the database had already
 * @param sinkDead set aside by the sink
 */
record StageRates(
    double accepted,
    double refused,
    double processed,
    double forwarded,
    double repeats,
    double processorDead,
    double stored,
    double sinkRepeats,
    double sinkDead) {
  private static final double NANOS_A_SECOND = 1e9;

  /** Nothing. */
  static final StageRates NONE = new StageRates(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The rates between two readings; nothing if no time passed. */
  static StageRates between(StageCounts before, StageCounts now) {
    double seconds = (now.nanos() - before.nanos()) / NANOS_A_SECOND;
    if (seconds <= 0) {
      return NONE;
    }
    return new StageRates(
        rate(before.accepted(), now.accepted(), seconds),
        rate(before.refused(), now.refused(), seconds),
        rate(before.processed(), now.processed(), seconds),
        rate(before.forwarded(), now.forwarded(), seconds),
        rate(before.repeats(), now.repeats(), seconds),
        rate(before.processorDead(), now.processorDead(), seconds),
        rate(before.stored(), now.stored(), seconds),
        rate(before.sinkRepeats(), now.sinkRepeats(), seconds),
        rate(before.sinkDead(), now.sinkDead(), seconds));
  }

  // One decimal: the JSON of two minutes stays small.
  private static double rate(double before, double now, double seconds) {
    return Math.max(0, Math.rint((now - before) / seconds * 10) / 10);
  }
}
