package io.evenkeel.model.minute;

import io.evenkeel.model.event.SignalValue;

/** What a minute keeps of one signal. */
public sealed interface SignalAggregate {
  /**
   * Of a measured quantity.
   *
   * @param count events that carried the signal, 1 or more
   * @param sum sum of the values in the order in which they were added
   */
  record Stats(int count, double sum, double min, double max) implements SignalAggregate {
    Stats add(double value) {
      return new Stats(count + 1, sum + value, Math.min(min, value), Math.max(max, value));
    }
  }

  /**
   * Of a state: the value with the latest event time; of values at the same time, the greatest.
   *
   * @param timeMillis event time of the value
   */
  record Last(long timeMillis, SignalValue value) implements SignalAggregate {
    Last add(long otherTimeMillis, SignalValue other) {
      boolean later =
          otherTimeMillis > timeMillis
              || (otherTimeMillis == timeMillis && SignalValueOrder.compare(other, value) > 0);
      return later ? new Last(otherTimeMillis, other) : this;
    }
  }
}
