package io.evenkeel.model.signal;

import io.evenkeel.model.event.SignalValue;
import org.jspecify.annotations.Nullable;

/**
 * A received name that the catalogue knows.
 *
 * @param signal the signal it names
 * @param scale factor from the received unit to the signal's
 * @param offset summand after scaling
 */
public record SignalMatch(Signal signal, double scale, double offset) {
  /**
   * The received number in the signal's unit; exactly the number itself where no conversion
   * applies.
   */
  public double convert(double received) {
    return scale == 1 && offset == 0 ? received : received * scale + offset;
  }

  /**
   * The received value as the signal's own, converted; null if it is of another type or not
   * plausible.
   */
  public @Nullable SignalValue fitting(SignalValue received) {
    return switch (received) {
      case SignalValue.Numeric(double number) when signal.type() == SignalType.NUMBER -> {
        double value = convert(number);
        yield Double.isFinite(value) && signal.isPlausible(value)
            ? new SignalValue.Numeric(value)
            : null;
      }
      case SignalValue.Flag flag when signal.type() == SignalType.BOOLEAN -> flag;
      case SignalValue.Text text when signal.type() == SignalType.STRING -> text;
      default -> null;
    };
  }
}
