package io.evenkeel.model.minute;

import io.evenkeel.model.event.SignalValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An order of values of one signal that PostgreSQL shares: numbers by size, false before true,
 * texts by UTF-8 bytes.
 */
public final class SignalValueOrder {
  private SignalValueOrder() {}

  /**
   * Compares two values of one signal.
   *
   * @throws IllegalArgumentException if they are of different types, which the catalogue excludes
   */
  public static int compare(SignalValue a, SignalValue b) {
    return switch (a) {
      case SignalValue.Numeric(double x) when b instanceof SignalValue.Numeric(double y) ->
          Double.compare(x, y);
      case SignalValue.Flag(boolean x) when b instanceof SignalValue.Flag(boolean y) ->
          Boolean.compare(x, y);
      case SignalValue.Text(String x) when b instanceof SignalValue.Text(String y) ->
          Arrays.compareUnsigned(
              x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
      default -> throw new IllegalArgumentException("Values of one signal differ in type");
    };
  }
}
