package io.evenkeel.cli.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The rates of the last minutes, one entry for each reading. Each rate is a mean over several
 * readings, because senders collect events and send them at once. Thread-safe.
 */
final class RateHistory {
  /** Readings between the two ends of a rate. */
  static final int WINDOW_READINGS = 5;

  /** Rates that are kept. */
  static final int KEPT_MAX = 120;

  private final Deque<StageCounts> window = new ArrayDeque<>();
  private final Deque<StageRates> rates = new ArrayDeque<>();

  /** Takes in a reading; they come in order of time. */
  synchronized void add(StageCounts counts) {
    if (!window.isEmpty()) {
      rates.addLast(StageRates.between(window.getFirst(), counts));
    }
    window.addLast(counts);
    if (window.size() > WINDOW_READINGS) {
      window.removeFirst();
    }
    if (rates.size() > KEPT_MAX) {
      rates.removeFirst();
    }
  }

  /** The rates that are kept, oldest first. */
  synchronized List<StageRates> rates() {
    return new ArrayList<>(rates);
  }
}
