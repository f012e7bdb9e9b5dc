package io.evenkeel.load.gateway;

import java.util.List;
import java.util.stream.IntStream;

/** Median and spread of one figure over the rounds, rounded to three decimals. */
public record Stat(double median, double min, double max) {
  private static final double PARTS = 1_000;

  /**
   * Of at least one value.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Stat of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("No value, no median");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double middle = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Stat(rounded(middle), rounded(sorted[0]), rounded(sorted[sorted.length - 1]));
  }

  /**
   * Of the ratios round by round: what disturbs the machine disturbs both halves of a round.
   *
   * @param values one a round
   * @param bases one a round, in the same order
   */
  static Stat ofRatios(List<Double> values, List<Double> bases) {
    if (values.size() != bases.size()) {
      throw new IllegalArgumentException("A ratio needs both values of every round");
    }
    return of(
        IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / bases.get(i)).toList());
  }

  private static double rounded(double value) {
    return Math.round(value * PARTS) / PARTS;
  }
}
