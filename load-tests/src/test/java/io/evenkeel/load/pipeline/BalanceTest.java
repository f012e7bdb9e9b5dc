package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BalanceTest {
  @Test
  void nothingIsWrongWhenEveryAcknowledgedEventIsARow() {
    assertThat(Balance.compare(1_000, 0, 1_000)).isEmpty();
  }

  @Test
  void namesAcknowledgedEventsThatAreNotStored() {
    assertThat(Balance.compare(1_000, 50, 999))
        .containsExactly("1 acknowledged events are not stored");
  }

  @Test
  void namesRowsThatNobodyWasToldOf() {
    assertThat(Balance.compare(1_000, 0, 1_003))
        .containsExactly("3 rows are of no acknowledged event");
  }

  @Test
  void allowsRowsOfRequestsThatBrokeOffAndWereRefusedWhenSentAgain() {
    assertThat(Balance.compare(1_000, 50, 1_050)).isEmpty();
    assertThat(Balance.compare(1_000, 50, 1_051)).isNotEmpty();
  }
}
