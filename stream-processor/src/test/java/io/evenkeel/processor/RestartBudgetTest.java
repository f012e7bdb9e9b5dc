package io.evenkeel.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
  private static final long WINDOW = Duration.ofMinutes(10).toNanos();

  private final RestartBudget budget = new RestartBudget(3, Duration.ofMinutes(10));

  @Test
  void refusesOneRestartTooManyWithinTheWindow() {
    assertThat(budget.take(0)).isTrue();
    assertThat(budget.take(1)).isTrue();
    assertThat(budget.take(2)).isTrue();

    assertThat(budget.take(WINDOW - 1)).isFalse();
  }

  @Test
  void allowsARestartAgainWhenAnOldOneHasLeftTheWindow() {
    budget.take(0);
    budget.take(100);
    budget.take(200);

    assertThat(budget.take(WINDOW)).isTrue();
    assertThat(budget.take(WINDOW)).isFalse();
  }
}
