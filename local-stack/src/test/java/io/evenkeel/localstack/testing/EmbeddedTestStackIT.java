package io.evenkeel.localstack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The embedded stack keeps the contract, whether or not Docker answers. */
class EmbeddedTestStackIT extends TestStackContract {
  private static EmbeddedTestStack stack;

  @BeforeAll
  static void start() {
    stack = EmbeddedTestStack.start();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Override
  TestStack stack() {
    return stack;
  }

  @Override
  TestStack another() {
    return EmbeddedTestStack.start();
  }

  @Test
  void closingDeletesTheData() {
    EmbeddedTestStack other = EmbeddedTestStack.start();

    other.close();

    assertThat(other.dataDirectory()).doesNotExist();
  }
}
