package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.directory.TenantMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one event a line. A line that is not JSON rejects only its own event; blank lines are
 * nothing, but count in the index. Immutable.
 */
final class NdjsonReader {
  private final JsonFactory json;
  private final int eventsMax;

  NdjsonReader(JsonFactory json, int eventsMax) {
    this.json = json;
    this.eventsMax = eventsMax;
  }

  ReadResult read(byte[] body, TenantMapping mapping) {
    List<EventDraft> drafts = new ArrayList<>();
    EventReader reader = new EventReader(mapping);
    int line = 0;
    for (int from = 0; from < body.length; line++) {
      int end = endOfLine(body, from);
      if (!isBlank(body, from, end)) {
        if (drafts.size() == eventsMax) {
          return new ReadResult.Refused(JsonErrors.tooManyEvents(eventsMax));
        }
        drafts.add(read(body, from, end, reader, line));
      }
      from = end + 1;
    }
    return new ReadResult.Drafts(null, drafts);
  }

  /** Reads the event of one line that is not blank. */
  EventDraft read(byte[] body, int from, int end, EventReader reader, int line) {
    EventDraft draft = readLine(body, from, end, reader, line);
    draft.stands(from, endOfText(body, from, end));
    return draft;
  }

  private EventDraft readLine(byte[] body, int from, int end, EventReader reader, int line) {
    int padding = PaddingBytes.first(body, from, end);
    if (padding >= 0) {
      return EventDraft.rejected(
          line, ErrorCode.MALFORMED_JSON, JsonErrors.lineNotUtf8(padding, from));
    }
    try (JsonParser parser = json.createParser(body, from, end - from)) {
      parser.nextToken();
      EventDraft draft = reader.read(parser, line);
      if (parser.nextToken() != null) {
        draft.reject(ErrorCode.MALFORMED_JSON, "Something follows after the event on its line.");
      }
      return draft;
    } catch (JsonProcessingException e) {
      return EventDraft.rejected(line, ErrorCode.MALFORMED_JSON, JsonErrors.lineNotJson(e, from));
    } catch (IOException e) {
      return EventDraft.rejected(line, ErrorCode.MALFORMED_JSON, "The line is not JSON.");
    }
  }

  /** Offset of the line feed at the end of a line, or of the end of the body. */
  static int endOfLine(byte[] body, int from) {
    int end = from;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  // Lines may end as on Windows; that is no part of the event.
  private static int endOfText(byte[] body, int from, int end) {
    return end > from && body[end - 1] == '\r' ? end - 1 : end;
  }

  private static boolean isBlank(byte[] body, int from, int end) {
    for (int i = from; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
