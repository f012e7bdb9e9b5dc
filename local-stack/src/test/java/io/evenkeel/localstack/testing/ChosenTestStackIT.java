package io.evenkeel.localstack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whichever stack is chosen on this machine keeps the contract. */
class ChosenTestStackIT extends TestStackContract {
  @Override
  TestStack stack() {
    return TestStacks.shared();
  }

  @Override
  TestStack another() {
    return TestStacks.start();
  }

  @Test
  void everybodyGetsTheSameSharedStack() {
    assertThat(TestStacks.shared()).isSameAs(TestStacks.shared());
  }
}
