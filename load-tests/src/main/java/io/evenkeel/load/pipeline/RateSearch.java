package io.evenkeel.load.pipeline;

import java.util.OptionalDouble;

/**
 * Looks for the highest rate that is level: goes up by what is left of the processors, and halves
 * the distance once a rate was too high. A pure decision; not thread-safe.
 */
final class RateSearch {
  private static final double CLOSE_ENOUGH = 1.06;
  private static final double STEP_MIN = 1.08;
  private static final double STEP_MAX = 2;
  // What is left of the processors is not all of use.
  private static final double USABLE = 0.93;
  private static final double DOWN = 0.75;

  private final double first;
  private final int stepsMax;
  private int steps;
  private double highestLevel;
  private double lowestNot = Double.POSITIVE_INFINITY;
  private double next;

  /**
   * A search.
   *
   * @param first rate to begin with, events/s
   * @param stepsMax rates to try at most
   */
  RateSearch(double first, int stepsMax) {
    if (!(first > 0) || stepsMax < 1) {
      throw new IllegalArgumentException("A search needs a first rate and at least one step");
    }
    this.first = first;
    this.stepsMax = stepsMax;
    this.next = first;
  }

  /** The rate to try, or none if the search is over. */
  OptionalDouble next() {
    boolean close = highestLevel > 0 && lowestNot / highestLevel <= CLOSE_ENOUGH;
    return steps >= stepsMax || close ? OptionalDouble.empty() : OptionalDouble.of(next);
  }

  /**
   * Says what came of the rate that {@link #next()} gave.
   *
   * @param utilisation share of the processors that was used, above 0
   */
  void tried(boolean level, double utilisation) {
    steps++;
    if (level) {
      highestLevel = Math.max(highestLevel, next);
    } else {
      lowestNot = Math.min(lowestNot, next);
    }
    next = decideNext(utilisation);
  }

  /** The highest rate that was level; if none was, what is well below all that were tried. */
  double best() {
    if (highestLevel > 0) {
      return highestLevel;
    }
    return Double.isInfinite(lowestNot) ? first : lowestNot * DOWN;
  }

  /** Whether any rate was level. */
  boolean found() {
    return highestLevel > 0;
  }

  private double decideNext(double utilisation) {
    if (highestLevel == 0) {
      return lowestNot * DOWN;
    }
    if (Double.isInfinite(lowestNot)) {
      return highestLevel * Math.clamp(USABLE / utilisation, STEP_MIN, STEP_MAX);
    }
    return (highestLevel + lowestNot) / 2;
  }
}
