package io.evenkeel.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the gateway's responses, and those of whatever stands before it. Pure. */
final class AnswerReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AnswerReader() {}

  /**
   * What a response means.
   *
   * @param now for a {@code Retry-After} that is a date
   */
  static Answer read(Response response, Instant now) {
    JsonNode body = parse(response.body());
    return switch (response.status()) {
      case 200, 202, 422 -> processed(response, body, now);
      case 408, 425, 429, 500, 502, 503, 504 -> later(response, body, now);
      case 413 -> tooLarge(body);
      default ->
          // A problem that says so itself is tried again, whatever its status.
          body.path("retryable").asBoolean()
              ? later(response, body, now)
              : new Answer.Refused(reason(response, body));
    };
  }

  private static Answer processed(Response response, JsonNode body, Instant now) {
    if (!body.path("rejected").isArray()) {
      // A portal or proxy that answers 200 by itself has stored nothing.
      return later(response, body, now);
    }
    Set<Integer> retryable = new HashSet<>();
    List<SendResult.Rejection> rejected = new ArrayList<>();
    for (JsonNode entry : body.path("rejected")) {
      if (entry.path("retryable").asBoolean()) {
        retryable.add(index(entry));
      } else {
        rejected.add(rejection(entry));
      }
    }
    return new Answer.Processed(
        // A 422 accepts nothing, whatever else stands in it.
        response.status() == 422 ? 0 : body.path("accepted").asInt(),
        rejected,
        retryable,
        RetryAfter.parse(response.retryAfter(), now));
  }

  private static Answer later(Response response, JsonNode body, Instant now) {
    List<SendResult.Rejection> rejected = new ArrayList<>();
    for (JsonNode entry : body.path("rejected")) {
      // Only what is said in so many words: a missing member is no verdict.
      if (entry.path("retryable").isBoolean() && !entry.path("retryable").asBoolean()) {
        rejected.add(rejection(entry));
      }
    }
    return new Answer.TryLater(
        reason(response, body), rejected, RetryAfter.parse(response.retryAfter(), now));
  }

  private static Answer tooLarge(JsonNode body) {
    return new Answer.TooLarge(
        body.path("code").asText("body-too-large"),
        body.path("detail").asText("HTTP 413 for one event alone"));
  }

  private static SendResult.Rejection rejection(JsonNode entry) {
    return new SendResult.Rejection(
        index(entry),
        entry.path("id").asText(""),
        entry.path("code").asText(),
        entry.path("detail").asText());
  }

  private static int index(JsonNode entry) {
    return entry.path("index").asInt(-1);
  }

  private static String reason(Response response, JsonNode body) {
    String code = body.path("code").asText("");
    String detail = body.path("detail").asText("");
    return ("HTTP " + response.status() + " " + code + (detail.isEmpty() ? "" : ": " + detail))
        .strip();
  }

  private static JsonNode parse(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }
}
