package io.evenkeel.gateway.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedAnswerTest {
  @Test
  void readsAStatusWithParameters() {
    assertThat(WantedAnswer.parse(" 503 ; retry-after=3;times=2; delay=250ms ;run=a"))
        .contains(
            new WantedAnswer(
                new WantedAnswer.What.Refuse(ErrorCode.OVERLOADED), 3, 2, Duration.ofMillis(250)));
  }

  @Test
  void knowsEveryStatusAndEveryCodeOfARefusal() {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.status() > 0) {
        assertThat(WantedAnswer.parse(code.id()).orElseThrow().what())
            .isEqualTo(new WantedAnswer.What.Refuse(code));
        assertThat(WantedAnswer.parse(Integer.toString(code.status()))).isPresent();
      }
    }
  }

  @Test
  void readsWhatIsNoStatus() {
    assertThat(WantedAnswer.parse("Drop").orElseThrow().what())
        .isEqualTo(new WantedAnswer.What.Drop());
    assertThat(WantedAnswer.parse("ack-lost").orElseThrow().what())
        .isEqualTo(new WantedAnswer.What.AckLost());
    assertThat(WantedAnswer.parse("delay=5s").orElseThrow())
        .isEqualTo(new WantedAnswer(new WantedAnswer.What.Handle(), 0, 0, Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "299",
        "teapot",
        "no-signals",
        "503; 429",
        "503;",
        "503; retry-after=0",
        "503; retry-after=7201",
        "503; times=-1",
        "503; delay=5",
        "delay=121s",
        "times=2",
        "503; pause=1"
      })
  void understandsNothingElse(String header) {
    assertThat(WantedAnswer.parse(header)).isEmpty();
  }

  @Test
  void answersANumberOfTimesAndThenHandlesOnce() {
    Turns turns = new Turns();

    assertThat(IntStream.range(0, 6).mapToObj(i -> turns.isNext("a", 2)))
        .containsExactly(true, true, false, true, true, false);
    assertThat(IntStream.range(0, 3).mapToObj(i -> turns.isNext("b", 0))).containsOnly(true);
  }

  @Test
  void countsForManyButNotForAll() {
    Turns turns = new Turns();
    turns.isNext("first", 1);
    IntStream.range(0, 1_000).forEach(i -> turns.isNext("other " + i, 1));

    assertThat(turns.isNext("first", 1)).as("forgotten").isTrue();
    assertThat(turns.isNext("other 999", 1)).as("remembered").isFalse();
  }
}
