package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.event.SignalValue;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the names and values of one event's signals, in whichever format they come. Not
 * thread-safe; one for each body, started anew for each event.
 */
final class SignalChecks {
  private final Set<String> names = new HashSet<>();

  void startEvent() {
    names.clear();
  }

  /** Whether a name can be taken; otherwise the draft is rejected. */
  boolean takes(String name, EventDraft draft) {
    if (names.size() == EventLimits.SIGNALS_MAX) {
      draft.reject(
          ErrorCode.TOO_MANY_SIGNALS,
          name,
          "An event has at most " + EventLimits.SIGNALS_MAX + " signals.");
      return false;
    }
    if (!isValidName(name)) {
      draft.reject(
          ErrorCode.SIGNAL_NAME_INVALID,
          name,
          "A signal's name has 1 to 128 bytes without control characters, this one does not: "
              + Texts.quote(name));
      return false;
    }
    if (!names.add(name)) {
      draft.reject(
          ErrorCode.DUPLICATE_SIGNAL,
          name,
          "The signal " + Texts.quote(name) + " stands there twice.");
      return false;
    }
    return true;
  }

  /** The number, or null after the draft was rejected. */
  static @Nullable SignalValue number(double number, String name, EventDraft draft) {
    if (Double.isFinite(number)) {
      return new SignalValue.Numeric(number);
    }
    draft.reject(
        ErrorCode.SIGNAL_VALUE_INVALID,
        name,
        "The value of " + Texts.quote(name) + " is larger than a 64-bit float can be.");
    return null;
  }

  /** The text, or null after the draft was rejected. */
  static @Nullable SignalValue text(String text, String name, EventDraft draft) {
    if (text.length() > EventLimits.TEXT_BYTES_MAX
        || Texts.utf8Bytes(text) > EventLimits.TEXT_BYTES_MAX) {
      draft.reject(
          ErrorCode.SIGNAL_VALUE_INVALID,
          name,
          "The text of "
              + Texts.quote(name)
              + " is longer than "
              + EventLimits.TEXT_BYTES_MAX
              + " bytes.");
      return null;
    }
    if (text.indexOf('\0') >= 0 || !Texts.isWellFormed(text)) {
      draft.reject(
          ErrorCode.SIGNAL_VALUE_INVALID,
          name,
          "The text of " + Texts.quote(name) + " has a NUL or half a surrogate pair.");
      return null;
    }
    return new SignalValue.Text(text);
  }

  private static boolean isValidName(String name) {
    return !name.isEmpty()
        && name.length() <= EventLimits.SIGNAL_NAME_BYTES_MAX
        && Texts.isPlain(name)
        && Texts.utf8Bytes(name) <= EventLimits.SIGNAL_NAME_BYTES_MAX;
  }
}
