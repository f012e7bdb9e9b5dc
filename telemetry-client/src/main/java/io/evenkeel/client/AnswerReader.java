package io.evenkeel.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the gateway's answers. Pure. */
final class AnswerReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(2);

  private AnswerReader() {}

  /**
   * What an HTTP response means.
   *
   * @param retryAfter value of the header, empty if absent
   */
  static Answer read(int status, String retryAfter, String body) {
    return switch (status) {
      case 200, 202 -> processed(parse(body), parse(body).path("accepted").asInt());
      case 422 -> processed(parse(body), 0);
      case 429, 500, 502, 503, 504 ->
          new Answer.TryLater(reason(status, body), seconds(retryAfter));
      default -> new Answer.Refused(reason(status, body));
    };
  }

  private static Answer processed(JsonNode body, int accepted) {
    List<SendResult.Rejection> rejected = new ArrayList<>();
    Set<Integer> retryable = new HashSet<>();
    for (JsonNode entry : body.path("rejected")) {
      int index = entry.path("index").asInt();
      if (entry.path("retryable").asBoolean()) {
        retryable.add(index);
      } else {
        rejected.add(
            new SendResult.Rejection(
                index, entry.path("code").asText(), entry.path("detail").asText()));
      }
    }
    return new Answer.Processed(accepted, rejected, retryable);
  }

  private static String reason(int status, String body) {
    JsonNode problem = parse(body);
    String code = problem.path("code").asText("");
    String detail = problem.path("detail").asText("");
    return ("HTTP " + status + " " + code + (detail.isEmpty() ? "" : ": " + detail)).strip();
  }

  private static Duration seconds(String retryAfter) {
    if (!retryAfter.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
    return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
  }

  private static JsonNode parse(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }
}
