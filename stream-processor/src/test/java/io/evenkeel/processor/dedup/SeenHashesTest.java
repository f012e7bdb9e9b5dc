package io.evenkeel.processor.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.EventId;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeenHashesTest {
  private final byte[] @Nullable [] store = new byte[SeenHashes.SEGMENTS] @Nullable [];
  private int newest;

  @Test
  void recognisesARepeat() {
    SeenHashes seen = load();

    assertThat(seen.add(id(1), 1_000)).isTrue();
    assertThat(seen.add(id(1), 1_000)).isFalse();
  }

  @Test
  void takesTheSameIdAtAnotherTimeForAnotherEvent() {
    SeenHashes seen = load();
    seen.add(id(1), 1_000);

    assertThat(seen.add(id(1), 1_001)).isTrue();
  }

  @Test
  void recognisesARepeatAfterBeingStored() {
    SeenHashes seen = load();
    seen.add(id(1), 1_000);
    save(seen);

    assertThat(load().add(id(1), 1_000)).isFalse();
  }

  @Test
  void remembersAtLastTheLatestThreeSegments() {
    for (int i = 0; i < 5_000; i++) {
      addStored(i);
    }
    for (int i = 5_000 - 3 * SeenHashes.SEGMENT_ENTRIES; i < 5_000; i++) {
      assertThat(load().add(id(i), i)).isFalse();
    }
  }

  @Test
  void forgetsWhatLeftTheRing() {
    for (int i = 0; i < 5_000; i++) {
      addStored(i);
    }

    int forgotten = 5_000 - SeenHashes.SEGMENTS * SeenHashes.SEGMENT_ENTRIES - 1;
    assertThat(load().add(id(forgotten), forgotten)).isTrue();
  }

  @Test
  void writesOnlyTheNewestSegmentAgain() {
    for (int i = 0; i < 1_000; i++) {
      addStored(i);
    }
    SeenHashes seen = load();

    seen.add(id(1_000), 1_000);

    assertThat(seen.changed()).containsExactly(seen.newest());
  }

  @Test
  void writesNothingForRepeats() {
    addStored(1);
    SeenHashes seen = load();

    seen.add(id(1), 1);

    assertThat(seen.changed()).isEmpty();
  }

  @Test
  void keepsStoredArraysUntouched() {
    for (int i = 0; i < 5 * SeenHashes.SEGMENT_ENTRIES; i++) {
      addStored(i);
    }
    byte[][] copies = new byte[SeenHashes.SEGMENTS][];
    for (int s = 0; s < copies.length; s++) {
      copies[s] = store[s] == null ? new byte[0] : store[s].clone();
    }

    SeenHashes seen = load();
    for (int i = 0; i < 2_000; i++) {
      seen.add(id(-1 - i), i);
    }

    assertThat(store).isDeepEqualTo(copies);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.evenkeel.processor.Seeds#seeds")
  void isTheSameAfterBeingStored(long seed) {
    Random random = new Random(seed);
    SeenHashes kept = load();
    for (int record = 0; record < 200; record++) {
      SeenHashes stored = load();
      for (int event = random.nextInt(1, 500); event > 0; event--) {
        int id = random.nextInt(3_000);
        assertThat(stored.add(id(id), id)).isEqualTo(kept.add(id(id), id));
      }
      save(stored);
    }
  }

  private void addStored(int i) {
    SeenHashes seen = load();
    seen.add(id(i), i);
    save(seen);
  }

  private SeenHashes load() {
    return new SeenHashes(store, newest);
  }

  private void save(SeenHashes seen) {
    seen.changed().forEach(s -> store[s] = seen.segment(s));
    newest = seen.newest();
  }

  private static EventId id(int i) {
    return EventId.ofId("event-" + i);
  }
}
