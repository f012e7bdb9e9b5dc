package io.evenkeel.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PendingAcksTest {
  @Test
  void completesWithTheLastAnswer() {
    PendingAcks acks = new PendingAcks(3);

    acks.acknowledged();
    acks.failed(4, 7);

    assertThat(acks.unacknowledged().toCompletableFuture()).isNotDone();

    acks.acknowledged();

    BitSet failed = new BitSet();
    failed.set(4);
    failed.set(7);
    assertThat(acks.unacknowledged().toCompletableFuture()).isCompletedWithValue(failed);
  }
}
