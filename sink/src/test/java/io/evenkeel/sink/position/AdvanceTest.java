package io.evenkeel.sink.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.position.Advance.Outcome;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdvanceTest {
  private static final long EPOCH = 5;

  private final Advance advance =
      new Advance(
          new PartitionLease(
              new TopicIdentity("cluster", new UUID(0, 1), "topic"),
              0,
              EPOCH,
              100,
              OptionalLong.empty()),
          100,
          200,
          OptionalLong.of(50));

  @Test
  void isDoneWhereThePositionIsNew() {
    assertThat(advance.outcome(position(EPOCH, 200))).isEqualTo(Outcome.DONE);
  }

  @Test
  void isOpenWhereThePositionIsOld() {
    assertThat(advance.outcome(position(EPOCH, 100))).isEqualTo(Outcome.OPEN);
  }

  @Test
  void isFencedUnderAnotherEpochWhereverThePositionIs() {
    assertThat(advance.outcome(position(EPOCH + 1, 100))).isEqualTo(Outcome.FENCED);
    assertThat(advance.outcome(position(EPOCH + 1, 200))).isEqualTo(Outcome.FENCED);
  }

  @Test
  void isFencedWhereThePositionIsNeither() {
    assertThat(advance.outcome(position(EPOCH, 150))).isEqualTo(Outcome.FENCED);
  }

  @Test
  void isFencedWhereThereIsNoPosition() {
    assertThat(advance.outcome(null)).isEqualTo(Outcome.FENCED);
  }

  private static StoredPosition position(long epoch, long nextOffset) {
    return new StoredPosition(epoch, nextOffset, OptionalLong.empty());
  }
}
