package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.signal.PlausibleRange;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalMatch;
import io.evenkeel.model.signal.SignalType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Maps received names and values to the catalogue's signals and units. What neither the tenant's
 * aliases nor the catalogue know is kept under the name received.
 */
final class SignalMapper {
  private SignalMapper() {}

  /** The event's signals, or null after the draft was rejected. */
  static @Nullable Mapped map(EventDraft draft, TenantMapping mapping) {
    if (draft.signals().isEmpty()) {
      draft.reject(
          ErrorCode.NO_SIGNALS,
          EventMember.SIGNALS,
          "An event has at least one signal with a value.");
      return null;
    }
    List<MappedSignal> known = new ArrayList<>(draft.signals().size());
    List<ReceivedSignal> extras = new ArrayList<>();
    BitSet used = new BitSet();
    for (ReceivedSignal received : draft.signals()) {
      SignalMatch match = mapping.match(received.name());
      if (match == null) {
        extras.add(received);
        continue;
      }
      SignalValue value = value(received, match, draft);
      if (value == null || isSecond(received, match.signal(), used, draft)) {
        return null;
      }
      known.add(new MappedSignal(match.signal().id(), value));
    }
    return new Mapped(known, extras);
  }

  private static boolean isSecond(
      ReceivedSignal received, Signal signal, BitSet used, EventDraft draft) {
    if (used.get(signal.id())) {
      draft.reject(
          ErrorCode.DUPLICATE_SIGNAL,
          received.name(),
          "Two names stand for " + signal.name() + ".");
      return true;
    }
    used.set(signal.id());
    return false;
  }

  private static @Nullable SignalValue value(
      ReceivedSignal received, SignalMatch match, EventDraft draft) {
    SignalType type = match.signal().type();
    return switch (received.value()) {
      case SignalValue.Numeric(double number) when type == SignalType.NUMBER ->
          plausible(match.convert(number), received, match.signal(), draft);
      case SignalValue.Flag flag when type == SignalType.BOOLEAN -> flag;
      case SignalValue.Text text when type == SignalType.STRING -> text;
      case SignalValue.Numeric n -> mismatch(received, type, draft);
      case SignalValue.Flag f -> mismatch(received, type, draft);
      case SignalValue.Text t -> mismatch(received, type, draft);
    };
  }

  private static @Nullable SignalValue plausible(
      double value, ReceivedSignal received, Signal signal, EventDraft draft) {
    if (Double.isFinite(value) && signal.isPlausible(value)) {
      return new SignalValue.Numeric(value);
    }
    draft.reject(
        ErrorCode.SIGNAL_OUT_OF_RANGE,
        received.name(),
        signal.name()
            + " is not plausible"
            + signal.range().map(r -> range(r, signal)).orElse("."));
    return null;
  }

  private static String range(PlausibleRange range, Signal signal) {
    String unit = signal.unit().isEmpty() ? "" : " " + signal.unit();
    return "; it lies from "
        + plain(range.min())
        + " to "
        + plain(range.max())
        + unit
        + ", after conversion to the catalogue's unit.";
  }

  private static String plain(double limit) {
    return limit == Math.rint(limit)
        ? String.format(Locale.ROOT, "%.0f", limit)
        : Double.toString(limit);
  }

  private static @Nullable SignalValue mismatch(
      ReceivedSignal received, SignalType type, EventDraft draft) {
    draft.reject(
        ErrorCode.SIGNAL_TYPE_MISMATCH,
        received.name(),
        "The value of "
            + Texts.quote(received.name())
            + " is a "
            + type.name().toLowerCase(Locale.ROOT)
            + ".");
    return null;
  }

  /**
   * Signals after mapping.
   *
   * @param known of the catalogue, in its units
   * @param extras of no catalogue signal, as received
   */
  record Mapped(List<MappedSignal> known, List<ReceivedSignal> extras) {}
}
