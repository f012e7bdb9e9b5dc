package io.evenkeel.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {
  private final ProblemJson json = new ProblemJson();

  @Test
  void writesTheMembersOfRfc9457AndOurs() {
    assertThat(text(json.refusal(Problem.of(ErrorCode.OVERLOADED, "Later."))))
        .isEqualTo(
            "{\"type\":\"/errors/overloaded\","
                + "\"title\":\"The gateway has as many requests under way as it takes\","
                + "\"status\":503,\"detail\":\"Later.\",\"code\":\"overloaded\",\"retryable\":true,"
                + "\"limit\":\"gateway.in-flight.requests-max, gateway.in-flight.bytes-max\"}");
  }

  @Test
  void writesThePlaceOfTheError() {
    Problem problem =
        Problem.at(new TextPosition(3, 14, 57), ErrorCode.MALFORMED_JSON, "Not JSON.");

    assertThat(text(json.refusal(problem)))
        .endsWith("\"line\":3,\"column\":14,\"byte_offset\":57}");
  }

  @Test
  void writesRejectedEvents() {
    Problem problem =
        Problem.ofEvents(
            ErrorCode.NO_VALID_EVENT,
            "None.",
            List.of(
                new Rejection(0, "a\"b", ErrorCode.TIME_MISSING, "No time."),
                new Rejection(4, null, ErrorCode.NOT_ACKNOWLEDGED, "Again.")));

    assertThat(text(json.refusal(problem)))
        .endsWith(
            "\"rejected\":[{\"index\":0,\"id\":\"a\\\"b\",\"code\":\"time-missing\","
                + "\"detail\":\"No time.\",\"retryable\":false},"
                + "{\"index\":4,\"code\":\"not-acknowledged\",\"detail\":\"Again.\","
                + "\"retryable\":true}]}");
  }

  @Test
  void writesAnAcceptance() {
    String now = "2026-11-21T12:00:00.123Z";

    assertThat(text(json.acceptance(98, List.of(), now)))
        .isEqualTo(
            "{\"accepted\":98,\"rejected\":[],\"server_time\":\"2026-11-21T12:00:00.123Z\"}");
  }

  @Test
  void saysThatItWasOnlyADryRun() {
    String now = "2026-11-21T12:00:00Z";

    assertThat(text(json.dryRun(3, List.of(), now)))
        .isEqualTo(
            "{\"dry_run\":true,\"accepted\":3,\"rejected\":[],"
                + "\"server_time\":\"2026-11-21T12:00:00Z\"}");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
