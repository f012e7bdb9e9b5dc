package io.evenkeel.sink.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.store.WritePath;
import org.junit.jupiter.api.Test;

class PathChoiceTest {
  private final PathChoice choice = new PathChoice();

  @Test
  void beginsWithCopy() {
    assertThat(choice.path()).isEqualTo(WritePath.COPY);
  }

  @Test
  void staysWithCopyWhileNothingIsThereAlready() {
    choice.onStored(0);

    assertThat(choice.path()).isEqualTo(WritePath.COPY);
  }

  @Test
  void staysWithTheFallbackUntilFiveCleanBatchesInARow() {
    choice.onConflict();
    store(0, 4);
    assertThat(choice.path()).isEqualTo(WritePath.FALLBACK);

    choice.onStored(0);

    assertThat(choice.path()).isEqualTo(WritePath.COPY);
  }

  @Test
  void beginsToCountAnewWithEachDuplicate() {
    choice.onConflict();
    store(0, 4);
    choice.onStored(3);
    store(0, 4);

    assertThat(choice.path()).isEqualTo(WritePath.FALLBACK);
  }

  private void store(int duplicates, int batches) {
    for (int i = 0; i < batches; i++) {
      choice.onStored(duplicates);
    }
  }
}
