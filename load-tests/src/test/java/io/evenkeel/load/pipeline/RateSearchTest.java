package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
  /** A machine that takes so many events a second and is used in proportion below that. */
  private static RateSearch searched(double capacity, double first, int steps) {
    RateSearch search = new RateSearch(first, steps);
    while (search.next().isPresent()) {
      double rate = search.next().getAsDouble();
      search.tried(rate <= capacity, Math.min(1, rate / capacity));
    }
    return search;
  }

  @ParameterizedTest
  @ValueSource(doubles = {700, 9_000, 20_000, 61_000, 250_000})
  void findsTheHighestLevelRateWithinATenth(double capacity) {
    RateSearch search = searched(capacity, 20_000, 20);

    assertThat(search.best()).isBetween(capacity * 0.9, capacity);
    assertThat(search.found()).isTrue();
  }

  @Test
  void goesUpByWhatIsLeftOfTheProcessors() {
    RateSearch search = new RateSearch(20_000, 5);

    search.tried(true, 0.62);

    assertThat(search.next()).hasValue(20_000 * 0.93 / 0.62);
  }

  @Test
  void neverMoreThanDoublesARate() {
    RateSearch search = new RateSearch(20_000, 5);

    search.tried(true, 0.01);

    assertThat(search.next()).hasValue(40_000);
  }

  @Test
  void goesUpALittleWhenTheProcessorsSeemFull() {
    RateSearch search = new RateSearch(20_000, 5);

    search.tried(true, 1);

    assertThat(search.next()).hasValue(20_000 * 1.08);
  }

  @Test
  void halvesTheDistanceOnceARateWasTooHigh() {
    RateSearch search = new RateSearch(20_000, 5);

    search.tried(true, 0.465);
    search.tried(false, 1);

    assertThat(search.next()).hasValue(30_000);
  }

  @Test
  void endsAfterItsSteps() {
    RateSearch search = new RateSearch(20_000, 2);

    search.tried(true, 0.9);
    search.tried(false, 1);

    assertThat(search.next()).isEmpty();
    assertThat(search.best()).isEqualTo(20_000);
  }

  @Test
  void givesARateBelowAllThatWereTriedWhenNoneWasLevel() {
    RateSearch search = searched(1, 20_000, 3);

    assertThat(search.found()).isFalse();
    assertThat(search.best()).isEqualTo(20_000 * 0.75 * 0.75 * 0.75);
  }

  @Test
  void needsARateToBeginWith() {
    assertThatThrownBy(() -> new RateSearch(0, 3)).isInstanceOf(IllegalArgumentException.class);
  }
}
