package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.directory.TenantMapping;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event from a JSON parser and leaves the parser at the event's end, whatever the event
 * holds: an event of the wrong shape becomes a rejected draft, only text that is not JSON throws. A
 * null member counts as absent. Not thread-safe; one for each body.
 */
final class EventReader {
  private final TenantMapping mapping;
  private final SignalsReader signalsReader = new SignalsReader();

  EventReader(TenantMapping mapping) {
    this.mapping = mapping;
  }

  /** Reads the value at which the parser stands. */
  EventDraft read(JsonParser json, int index) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      // A text is read only when it is asked for; its end would not be known.
      json.finishToken();
      return EventDraft.rejected(index, ErrorCode.MALFORMED_EVENT, "An event is a JSON object.");
    }
    EventDraft draft = new EventDraft(index);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      readMember(json, name, draft);
      json.skipChildren();
    }
    return draft;
  }

  private void readMember(JsonParser json, String name, EventDraft draft) throws IOException {
    EventMember member = member(name);
    if (member == null) {
      draft.reject(
          ErrorCode.UNKNOWN_MEMBER, name, "An event has no member " + Texts.quote(name) + ".");
    } else if (!draft.see(member, name)) {
      draft.reject(
          ErrorCode.DUPLICATE_MEMBER, name, "The member " + member.json() + " stands there twice.");
    } else if (json.currentToken() != JsonToken.VALUE_NULL) {
      readValue(json, member, draft);
    }
  }

  private @Nullable EventMember member(String name) {
    EventMember own = EventMember.of(name);
    if (own != null) {
      return own;
    }
    String target = mapping.member(name);
    return target == null ? null : EventMember.of(target);
  }

  private void readValue(JsonParser json, EventMember member, EventDraft draft) throws IOException {
    switch (member) {
      case VEHICLE -> draft.vehicle = text(json, member, draft);
      case SESSION -> draft.session = text(json, member, draft);
      case ID -> draft.id = text(json, member, draft);
      case SEQ -> draft.seq = integer(json, member, draft);
      case AGE -> draft.ageMillis = integer(json, member, draft);
      case TIME -> readTime(json, draft);
      case SIGNALS -> signalsReader.read(json, draft);
    }
  }

  private static void readTime(JsonParser json, EventDraft draft) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      draft.timeText = json.getText();
    } else {
      draft.timeMillis = integer(json, EventMember.TIME, draft);
    }
  }

  private static @Nullable String text(JsonParser json, EventMember member, EventDraft draft)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    draft.reject(
        ErrorCode.MALFORMED_EVENT, member, "The member " + member.json() + " is a string.");
    return null;
  }

  private static @Nullable Long integer(JsonParser json, EventMember member, EventDraft draft)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return json.getLongValue();
    }
    String kind =
        member == EventMember.TIME ? "an RFC 3339 string or a 64-bit integer" : "a 64-bit integer";
    draft.reject(
        ErrorCode.MALFORMED_EVENT, member, "The member " + member.json() + " is " + kind + ".");
    return null;
  }
}
