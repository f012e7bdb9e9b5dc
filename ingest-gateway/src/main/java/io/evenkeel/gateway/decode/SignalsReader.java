package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object of signals of one event: names and values that can be stored. A null is no
 * value; the name still must not stand there twice. Not thread-safe; one for each body.
 */
final class SignalsReader {
  private final Set<String> names = new HashSet<>();

  void read(JsonParser json, EventDraft draft) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      draft.reject(
          ErrorCode.MALFORMED_EVENT,
          EventMember.SIGNALS,
          "The member signals is an object of names and values.");
      return;
    }
    names.clear();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (draft.rejection() == null) {
        readSignal(json, name, draft);
      }
      json.skipChildren();
    }
  }

  private void readSignal(JsonParser json, String name, EventDraft draft) throws IOException {
    if (names.size() == EventLimits.SIGNALS_MAX) {
      draft.reject(
          ErrorCode.TOO_MANY_SIGNALS,
          name,
          "An event has at most " + EventLimits.SIGNALS_MAX + " signals.");
    } else if (!isValidName(name)) {
      draft.reject(
          ErrorCode.SIGNAL_NAME_INVALID,
          name,
          "A signal's name has 1 to 128 bytes without control characters, this one does not: "
              + Texts.quote(name));
    } else if (!names.add(name)) {
      draft.reject(
          ErrorCode.DUPLICATE_SIGNAL,
          name,
          "The signal " + Texts.quote(name) + " stands there twice.");
    } else {
      SignalValue value = value(json, name, draft);
      if (value != null) {
        draft.addSignal(new ReceivedSignal(name, value));
      }
    }
  }

  private static boolean isValidName(String name) {
    return !name.isEmpty()
        && name.length() <= EventLimits.SIGNAL_NAME_BYTES_MAX
        && Texts.isPlain(name)
        && Texts.utf8Bytes(name) <= EventLimits.SIGNAL_NAME_BYTES_MAX;
  }

  private static @Nullable SignalValue value(JsonParser json, String name, EventDraft draft)
      throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getDoubleValue(), name, draft);
      case VALUE_TRUE -> new SignalValue.Flag(true);
      case VALUE_FALSE -> new SignalValue.Flag(false);
      case VALUE_STRING -> text(json.getText(), name, draft);
      case VALUE_NULL -> null;
      default -> {
        draft.reject(
            ErrorCode.SIGNAL_TYPE_MISMATCH,
            name,
            "The value of " + Texts.quote(name) + " is a number, a boolean or a string.");
        yield null;
      }
    };
  }

  private static @Nullable SignalValue number(double number, String name, EventDraft draft) {
    if (Double.isFinite(number)) {
      return new SignalValue.Numeric(number);
    }
    draft.reject(
        ErrorCode.SIGNAL_VALUE_INVALID,
        name,
        "The value of " + Texts.quote(name) + " is larger than a 64-bit float can be.");
    return null;
  }

  private static @Nullable SignalValue text(String text, String name, EventDraft draft) {
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
}
