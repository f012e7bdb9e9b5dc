package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SendResult.Rejection AHEAD =
      new SendResult.Rejection(1, "7", "event-time-in-future", "too late");
  private static final String PARTLY =
      """
      {"accepted":3,"rejected":[
        {"index":1,"id":"7","code":"event-time-in-future","detail":"too late","retryable":false},
        {"index":4,"code":"not-acknowledged","detail":"try again","retryable":true}]}
      """;

  @Test
  void tellsEventsToSendAgainFromEventsRefusedForGood() {
    assertThat(read(202, "2", PARTLY))
        .isEqualTo(new Answer.Processed(3, List.of(AHEAD), Set.of(4), Duration.ofSeconds(2)));
  }

  @Test
  void believesWhatARefusalToTryLaterSaysOfSingleEvents() {
    assertThat(read(429, "2", PARTLY))
        .isEqualTo(new Answer.TryLater("HTTP 429", List.of(AHEAD), Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void triesLater(int status) {
    assertThat(read(status, "7", "{}"))
        .isEqualTo(new Answer.TryLater("HTTP " + status, List.of(), Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 401, 403, 404, 405, 406, 415, 418, 431, 501})
  void neverRepeatsWhatIsRefusedForGood(int status) {
    assertThat(read(status, "", "{\"code\":\"unauthenticated\",\"detail\":\"no\"}"))
        .isEqualTo(new Answer.Refused("HTTP " + status + " unauthenticated: no"));
  }

  @Test
  void triesAgainWhatAProblemSaysMayBeTriedAgain() {
    assertThat(read(403, "5", "{\"code\":\"new-code\",\"retryable\":true}"))
        .isEqualTo(new Answer.TryLater("HTTP 403 new-code", List.of(), Duration.ofSeconds(5)));
  }

  @Test
  void splitsWhatIsTooLarge() {
    assertThat(read(413, "", "{\"code\":\"too-many-events\",\"detail\":\"6,000\"}"))
        .isEqualTo(new Answer.TooLarge("too-many-events", "6,000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Sign in</html>", "", "{}", "{\"accepted\":5}", "[]", "null"})
  void takesNoOtherServersSuccessForAnAcknowledgement(String body) {
    assertThat(read(200, "", body))
        .isEqualTo(new Answer.TryLater("HTTP 200", List.of(), Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "9, 9",
    "999999, 7200",
    "soon, 0",
    "-3, 0",
    "'Thu, 01 Jan 2026 00:00:42 GMT', 42",
    "'Wed, 31 Dec 2025 00:00:00 GMT', 0"
  })
  void waitsAsLongAsAskedWithinItsOwnBound(String asked, long seconds) {
    assertThat(RetryAfter.parse(asked, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }

  private static Answer read(int status, String retryAfter, String body) {
    return AnswerReader.read(new Response(status, retryAfter, body), NOW);
  }
}
