package io.evenkeel.processor.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.processor.dedup.RandomDevice.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeenSequencesPropertyTest {
  private static final int EVENTS = 3_000;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.evenkeel.processor.Seeds#seeds")
  void neverTakesANewEventForARepeat(long seed) {
    RandomDevice device = new RandomDevice(new Random(seed));
    SeenSequences seen = new SeenSequences();
    Set<Pair> oracle = new HashSet<>();
    int repeats = 0;

    for (int i = 0; i < EVENTS; i++) {
      Pair pair = device.next();
      boolean isNew = seen.add(pair.session(), pair.seq(), pair.timeMillis());
      if (!isNew) {
        assertThat(oracle).contains(pair);
        repeats++;
      }
      oracle.add(pair);
      assertThat(seen.size()).isLessThanOrEqualTo(SeenSequences.RANGES_MAX);
    }
    assertThat(repeats).isPositive();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.evenkeel.processor.Seeds#seeds")
  void findsEveryRepeatOfTheLastEvents(long seed) {
    RandomDevice device = new RandomDevice(new Random(seed));
    SeenSequences seen = new SeenSequences();
    List<Pair> added = new ArrayList<>();

    for (int i = 0; i < EVENTS; i++) {
      Pair pair = device.next();
      if (seen.add(pair.session(), pair.seq(), pair.timeMillis())) {
        added.add(pair);
      }
      for (Pair recent : remembered(added)) {
        assertThat(seen.add(recent.session(), recent.seq(), recent.timeMillis())).isFalse();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.evenkeel.processor.Seeds#seeds")
  void isTheSameAfterBeingStored(long seed) {
    RandomDevice device = new RandomDevice(new Random(seed));
    SeenSequences kept = new SeenSequences();
    SeenSequences stored = new SeenSequences();

    for (int i = 0; i < EVENTS; i++) {
      Pair pair = device.next();
      stored = SeenSequencesCodec.decode(SeenSequencesCodec.encode(stored));
      assertThat(stored.add(pair.session(), pair.seq(), pair.timeMillis()))
          .isEqualTo(kept.add(pair.session(), pair.seq(), pair.timeMillis()));
    }
    assertThat(SeenSequencesCodec.encode(stored)).isEqualTo(SeenSequencesCodec.encode(kept));
  }

  /** The last events that must be remembered: as many as there are ranges, of few sessions. */
  private static List<Pair> remembered(List<Pair> added) {
    List<Pair> recent = new ArrayList<>();
    Set<String> sessions = new HashSet<>();
    for (int i = added.size() - 1; i >= 0 && recent.size() < SeenSequences.RANGES_MAX; i--) {
      sessions.add(added.get(i).session());
      if (sessions.size() > SeenSequences.SESSIONS_MAX) {
        break;
      }
      recent.add(added.get(i));
    }
    return recent;
  }
}
