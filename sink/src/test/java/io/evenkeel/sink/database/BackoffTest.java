package io.evenkeel.sink.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final int MANY = 1_000;

  @Test
  void waitsBetweenOneMillisecondAndFiveSeconds() {
    Backoff backoff = new Backoff(new Random(1));
    for (int i = 0; i < MANY; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(5));
    }
  }

  @Test
  void waitsLongerOnAverageTheMoreFailuresThereWere() {
    long first = 0;
    long tenth = 0;
    for (int seed = 0; seed < MANY; seed++) {
      Backoff backoff = new Backoff(new Random(seed));
      first += backoff.next().toMillis();
      for (int i = 0; i < 8; i++) {
        assertThat(backoff.next()).isPositive();
      }
      tenth += backoff.next().toMillis();
    }
    assertThat(tenth).isGreaterThan(10 * first);
  }

  @Test
  void beginsAnewAfterASuccess() {
    Backoff backoff = new Backoff(new Random(1));
    for (int i = 0; i < MANY; i++) {
      assertThat(backoff.next()).isPositive();
    }

    backoff.reset();

    assertThat(backoff.failures()).isZero();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
