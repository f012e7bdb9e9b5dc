package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object of signals of one event: names and values that can be stored. A null is no
 * value; the name still must not stand there twice. Not thread-safe; one for each body.
 */
final class SignalsReader {
  private final SignalChecks checks = new SignalChecks();

  void read(JsonParser json, EventDraft draft) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      draft.reject(
          ErrorCode.MALFORMED_EVENT,
          EventMember.SIGNALS,
          "The member signals is an object of names and values.");
      return;
    }
    checks.startEvent();
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
    if (checks.takes(name, draft)) {
      SignalValue value = value(json, name, draft);
      if (value != null) {
        draft.addSignal(new ReceivedSignal(name, value));
      }
    }
  }

  private static @Nullable SignalValue value(JsonParser json, String name, EventDraft draft)
      throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          SignalChecks.number(json.getDoubleValue(), name, draft);
      case VALUE_TRUE -> new SignalValue.Flag(true);
      case VALUE_FALSE -> new SignalValue.Flag(false);
      case VALUE_STRING -> SignalChecks.text(json.getText(), name, draft);
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
}
