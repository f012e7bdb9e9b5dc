package io.evenkeel.processor.minute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
  private final DeadlineQueue queue = new DeadlineQueue();

  @Test
  void handsOutNobodyBeforeTheDeadline() {
    queue.add("a", 100);

    assertThat(queue.pollDue(99)).isNull();
    assertThat(queue.pollDue(100)).isEqualTo("a");
    assertThat(queue.pollDue(100)).isNull();
  }

  @Test
  void handsOutTheEarliestFirst() {
    queue.add("late", 300);
    queue.add("early", 100);

    assertThat(queue.pollDue(1_000)).isEqualTo("early");
    assertThat(queue.pollDue(1_000)).isEqualTo("late");
  }

  @Test
  void holdsAVehicleOnce() {
    queue.add("a", 100);
    queue.add("a", 50);
    queue.add("a", 900);

    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.pollDue(50)).isNull();
  }

  @Test
  void takesAVehicleBack() {
    queue.add("a", 100);
    queue.pollDue(100);

    queue.add("a", 200);

    assertThat(queue.pollDue(200)).isEqualTo("a");
  }
}
