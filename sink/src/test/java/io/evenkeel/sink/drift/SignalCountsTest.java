package io.evenkeel.sink.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.Arrivals;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignalCountsTest {
  private static final SignalColumns COLUMNS = new SignalColumns(SignalCatalogue.standard());
  private static final String FIRST_SIGNAL = COLUMNS.at(0).name();

  private final SignalCounts counts = new SignalCounts(COLUMNS, Duration.ofSeconds(10));

  @Test
  void addsUpByTenantAndWindowOfIngestTime() {
    add(1, 10_000, target -> target.events(3));
    add(1, 19_999, target -> target.events(4));
    add(1, 20_000, target -> target.events(5));
    add(2, 10_000, target -> target.events(6));

    assertThat(counts.drain())
        .containsExactlyInAnyOrder(
            events(1, 10_000, 7), events(1, 20_000, 5), events(2, 10_000, 6));
  }

  @Test
  void countsSignalsByCanonicalNameAndUnknownOnesAsReceived() {
    add(
        1,
        0,
        target -> {
          target.signal(0, 2);
          target.extra("Seat.Heater", 1);
          target.extra("Seat.Heater", 1);
        });

    assertThat(counts.drain())
        .containsExactlyInAnyOrder(
            new SignalCount(1, 0, SignalCount.Kind.SIGNAL, FIRST_SIGNAL, 2),
            extra("Seat.Heater", 2));
  }

  @Test
  void handsOutEachCountOnce() {
    add(1, 0, target -> target.extra("heater", 1));
    var _ = counts.drain();
    add(1, 0, target -> target.extra("heater", 2));

    assertThat(counts.drain()).containsExactly(extra("heater", 2));
    assertThat(counts.drain()).isEmpty();
  }

  @Test
  void countsFurtherUnknownNamesUnderOneAlsoAfterADrain() {
    add(
        1,
        0,
        target ->
            IntStream.range(0, SignalCounts.EXTRAS_MAX).forEach(i -> target.extra("name" + i, 1)));
    assertThat(counts.drain()).hasSize(SignalCounts.EXTRAS_MAX);

    add(
        1,
        0,
        target -> {
          target.extra("one more", 2);
          target.extra("another", 3);
          target.extra("name7", 1);
        });

    assertThat(counts.drain())
        .containsExactlyInAnyOrder(extra(SignalCounts.OTHER_EXTRAS, 5), extra("name7", 1));
  }

  @Test
  void losesWhatBelongsToMoreWindowsThanItHolds() {
    IntStream.range(0, SignalCounts.WINDOWS_MAX + 3)
        .forEach(i -> add(1, i * 10_000L, target -> target.events(2)));

    assertThat(counts.drain()).hasSize(SignalCounts.WINDOWS_MAX);
    assertThat(counts.lost()).isEqualTo(6);
  }

  @Test
  void forgetsWindowsThatHaveBeenIdleForLong() {
    IntStream.range(0, SignalCounts.WINDOWS_MAX)
        .forEach(i -> add(1, i * 10_000L, target -> target.events(1)));
    IntStream.range(0, 40).forEach(i -> counts.drain());

    add(9, 0, target -> target.events(1));

    assertThat(counts.drain()).containsExactly(events(9, 0, 1));
  }

  @Test
  void keepsNamesStorable() {
    add(1, 0, target -> target.extra("a\0" + "b".repeat(500), 1));

    assertThat(counts.drain()).containsExactly(extra("a" + "b".repeat(126), 1));
  }

  @Test
  void writesTheWindowsOfATenantAsAWhole() {
    List<SignalCount> sorted =
        List.of(events(1, 0, 9), extra("a", 1), extra("b", 1), events(2, 0, 9), events(3, 0, 9));

    assertThat(SignalCount.wholeWindows(sorted, 2)).isEqualTo(sorted.subList(0, 3));
    assertThat(SignalCount.wholeWindows(sorted, 4)).isEqualTo(sorted.subList(0, 4));
    assertThat(SignalCount.wholeWindows(sorted, 9)).isEqualTo(sorted);
  }

  private void add(int tenantNo, long ingestMillis, Consumer<Arrivals.Target> what) {
    counts.add((columns, counter) -> what.accept(counter.target(tenantNo, ingestMillis)));
  }

  private static SignalCount events(int tenantNo, long startMillis, long events) {
    return new SignalCount(tenantNo, startMillis, SignalCount.Kind.EVENTS, "", events);
  }

  private static SignalCount extra(String name, long events) {
    return new SignalCount(1, 0, SignalCount.Kind.EXTRA, name, events);
  }
}
