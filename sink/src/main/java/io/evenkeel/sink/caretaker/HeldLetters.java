package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.letter.LetterStage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many dead letters of a stage and code wait. */
record HeldLetters(String stage, String code, long letters) {
  /** Codes with a series of their own; foreign producers make up codes as they like. */
  static final int CODES_MAX = 50;

  /** Stands for all other codes. */
  static final String OTHER = "_other";

  /** Stands for no code, where a stage has none. */
  static final String NONE = "none";

  /** What is shown: the most frequent, the others as one for each stage, and 0 where none waits. */
  static List<HeldLetters> shown(List<HeldLetters> found) {
    List<HeldLetters> frequentFirst =
        found.stream().sorted(Comparator.comparingLong(HeldLetters::letters).reversed()).toList();
    int own = Math.min(CODES_MAX, frequentFirst.size());
    List<HeldLetters> shown = new ArrayList<>(frequentFirst.subList(0, own));
    Map<String, Long> others = new LinkedHashMap<>();
    for (HeldLetters rare : frequentFirst.subList(own, frequentFirst.size())) {
      others.merge(rare.stage, rare.letters, Long::sum);
    }
    others.forEach((stage, letters) -> shown.add(new HeldLetters(stage, OTHER, letters)));
    for (LetterStage stage : LetterStage.values()) {
      if (found.stream().noneMatch(of -> of.stage.equals(stage.id()))) {
        shown.add(new HeldLetters(stage.id(), NONE, 0));
      }
    }
    return shown;
  }
}
