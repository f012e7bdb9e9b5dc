package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.directory.TenantMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"vehicle"?: …, "events": […]}}. Immutable. */
final class BatchReader {
  private final JsonFactory json;
  private final int eventsMax;

  BatchReader(JsonFactory json, int eventsMax) {
    this.json = json;
    this.eventsMax = eventsMax;
  }

  ReadResult read(byte[] body, TenantMapping mapping) {
    int padding = PaddingBytes.first(body, 0, body.length);
    if (padding >= 0) {
      return new ReadResult.Refused(JsonErrors.notUtf8(body, padding));
    }
    try (JsonParser parser = json.createParser(body)) {
      return new Reading(parser, eventsMax, mapping).readBatch();
    } catch (JsonProcessingException e) {
      return new ReadResult.Refused(JsonErrors.notJson(e));
    } catch (IOException e) {
      return new ReadResult.Refused(JsonErrors.notJson());
    }
  }

  // The state of reading one body.
  private static final class Reading {
    private final JsonParser parser;
    private final int eventsMax;
    private final TenantMapping mapping;
    private @Nullable String vehicle;
    private @Nullable List<EventDraft> events;
    private boolean vehicleSeen;

    Reading(JsonParser parser, int eventsMax, TenantMapping mapping) {
      this.parser = parser;
      this.eventsMax = eventsMax;
      this.mapping = mapping;
    }

    ReadResult readBatch() throws IOException {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new ReadResult.Refused(JsonErrors.empty());
      }
      if (first != JsonToken.START_OBJECT) {
        return malformed("A batch is a JSON object with the member events.");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        Problem problem = readMember(name);
        if (problem != null) {
          return new ReadResult.Refused(problem);
        }
      }
      if (parser.nextToken() != null) {
        return malformed("Something follows after the end of the batch.");
      }
      return events == null
          ? malformed("The batch has no member events.")
          : new ReadResult.Drafts(vehicle, events);
    }

    private @Nullable Problem readMember(String name) throws IOException {
      return switch (name) {
        case "vehicle" -> readVehicle();
        case "events" -> readEvents();
        default ->
            "vehicle".equals(mapping.member(name))
                ? readVehicle()
                : problem("A batch has no member " + Texts.quote(name) + ".");
      };
    }

    private @Nullable Problem readVehicle() throws IOException {
      if (vehicleSeen) {
        return problem("The member vehicle stands there twice.");
      }
      vehicleSeen = true;
      return switch (parser.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_STRING -> {
          vehicle = parser.getText();
          yield null;
        }
        default -> problem("The member vehicle is a string.");
      };
    }

    private @Nullable Problem readEvents() throws IOException {
      if (events != null) {
        return problem("The member events stands there twice.");
      }
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return problem("The member events is an array.");
      }
      List<EventDraft> drafts = new ArrayList<>();
      EventReader reader = new EventReader(mapping);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (drafts.size() == eventsMax) {
          return JsonErrors.tooManyEvents(eventsMax);
        }
        drafts.add(readEvent(reader, drafts.size()));
      }
      events = drafts;
      return null;
    }

    private EventDraft readEvent(EventReader reader, int index) throws IOException {
      // The parser stands at the event's first token.
      int from = (int) parser.currentTokenLocation().getByteOffset();
      EventDraft draft = reader.read(parser, index);
      draft.stands(from, (int) parser.currentLocation().getByteOffset());
      return draft;
    }

    private ReadResult malformed(String detail) {
      return new ReadResult.Refused(problem(detail));
    }

    private Problem problem(String detail) {
      return Problem.at(
          JsonErrors.position(parser.currentTokenLocation()), ErrorCode.MALFORMED_BATCH, detail);
    }
  }
}
