package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  @Test
  void tellsEventsToSendAgainFromEventsRefusedForGood() {
    String body =
        """
        {"accepted":3,"rejected":[
          {"index":1,"code":"event-time-in-future","detail":"too late","retryable":false},
          {"index":4,"code":"not-acknowledged","detail":"try again","retryable":true}]}
        """;

    assertThat(AnswerReader.read(202, "", body))
        .isEqualTo(
            new Answer.Processed(
                3,
                List.of(new SendResult.Rejection(1, "event-time-in-future", "too late")),
                Set.of(4)));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void triesLater(int status) {
    assertThat(AnswerReader.read(status, "7", "{}"))
        .isEqualTo(new Answer.TryLater("HTTP " + status, Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413, 415})
  void neverRepeatsWhatIsRefusedForGood(int status) {
    assertThat(AnswerReader.read(status, "", "{\"code\":\"unauthorized\",\"detail\":\"no\"}"))
        .isEqualTo(new Answer.Refused("HTTP " + status + " unauthorized: no"));
  }

  @Test
  void waitsNoLongerThanItsOwnBound() {
    assertThat(AnswerReader.read(503, "999999", ""))
        .isEqualTo(new Answer.TryLater("HTTP 503", Duration.ofMinutes(2)));
  }

  @Test
  void survivesAnAnswerThatIsNoJson() {
    assertThat(AnswerReader.read(502, "soon", "<html>"))
        .isEqualTo(new Answer.TryLater("HTTP 502", Duration.ZERO));
  }
}
