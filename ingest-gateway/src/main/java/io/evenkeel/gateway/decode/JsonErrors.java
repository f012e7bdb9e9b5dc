package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.TextPosition;
import org.jspecify.annotations.Nullable;

/** Says where a body is wrong; the parser's own messages quote content and change with versions. */
final class JsonErrors {
  private JsonErrors() {}

  static Problem notJson(JsonProcessingException e) {
    TextPosition position = position(e.getLocation());
    if (position == null) {
      return notJson();
    }
    return Problem.at(
        position, ErrorCode.MALFORMED_JSON, "The body " + reason(e) + " at " + position + ".");
  }

  static Problem notJson() {
    return Problem.of(ErrorCode.MALFORMED_JSON, "The body is not JSON in UTF-8.");
  }

  /** The refusal of a body with a byte that is no UTF-8. */
  static Problem notUtf8(byte[] body, int at) {
    int line = 1;
    int lineFrom = 0;
    for (int i = 0; i < at; i++) {
      if (body[i] == '\n') {
        line++;
        lineFrom = i + 1;
      }
    }
    TextPosition position = new TextPosition(line, at - lineFrom + 1, at);
    return Problem.at(
        position, ErrorCode.MALFORMED_JSON, "The body is not UTF-8 at " + position + ".");
  }

  static Problem empty() {
    return Problem.at(
        new TextPosition(1, 1, 0), ErrorCode.MALFORMED_JSON, "The body is empty; a batch is JSON.");
  }

  static Problem tooManyEvents(int eventsMax) {
    return Problem.of(
        ErrorCode.TOO_MANY_EVENTS,
        "A batch has at most " + eventsMax + " events; send it in parts.");
  }

  /**
   * The reason for an NDJSON line.
   *
   * @param from offset of the line in the body
   */
  static String lineNotJson(JsonProcessingException e, int from) {
    TextPosition position = position(e.getLocation());
    return position == null
        ? "The line is not JSON."
        : "The line "
            + reason(e)
            + " at column "
            + position.column()
            + " (byte "
            + (from + position.byteOffset())
            + ").";
  }

  /**
   * The same for an NDJSON line.
   *
   * @param at offset of the byte in the body
   * @param from offset of the line in the body
   */
  static String lineNotUtf8(int at, int from) {
    return "The line is not UTF-8 at column " + (at - from + 1) + " (byte " + at + ").";
  }

  static @Nullable TextPosition position(@Nullable JsonLocation location) {
    return location == null || location.getByteOffset() < 0
        ? null
        : new TextPosition(
            Math.max(location.getLineNr(), 1),
            Math.max(location.getColumnNr(), 1),
            location.getByteOffset());
  }

  private static String reason(JsonProcessingException e) {
    return e instanceof StreamConstraintsException
        ? "has a name, a number or a nesting beyond all limits"
        : "is not JSON";
  }
}
