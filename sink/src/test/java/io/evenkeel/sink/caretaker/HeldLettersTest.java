package io.evenkeel.sink.caretaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.letter.LetterStage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldLettersTest {
  @Test
  void areZeroForEveryStageWhereNoneWaits() {
    assertThat(HeldLetters.shown(List.of()))
        .hasSize(LetterStage.values().length)
        .allMatch(of -> of.letters() == 0 && of.code().equals(HeldLetters.NONE));
  }

  @Test
  void keepTheMostFrequentCodesAndAddUpTheOthers() {
    String stage = LetterStage.values()[0].id();
    List<HeldLetters> found =
        IntStream.rangeClosed(1, HeldLetters.CODES_MAX + 3)
            .mapToObj(i -> new HeldLetters(stage, "code-" + i, i))
            .toList();

    List<HeldLetters> shown = HeldLetters.shown(found);

    assertThat(shown)
        .contains(new HeldLetters(stage, "code-4", 4))
        .contains(new HeldLetters(stage, HeldLetters.OTHER, 1 + 2 + 3))
        .doesNotContain(new HeldLetters(stage, "code-3", 3));
    assertThat(shown.stream().filter(of -> of.stage().equals(stage)))
        .hasSize(HeldLetters.CODES_MAX + 1);
  }
}
