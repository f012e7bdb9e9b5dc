package io.evenkeel.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.audit.DatabaseCut.LanePartition;
import io.evenkeel.sink.audit.DatabaseCut.SourcePlace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Account LIVE = new Account("acme", "live", "", 0);
  private static final Map<LanePartition, Long> CUT = Map.of(new LanePartition("live", 0), 100L);

  @Test
  void countsRemovedRowsAsAccountedFor() {
    Map<TenantStage, Removed> removed =
        Map.of(new TenantStage("acme", "reading"), new Removed(20, 5));

    assertThat(Comparison.rows(cut(stored(100), new Counts<>(), removed), rows(75))).isEmpty();
    assertThat(Comparison.rows(cut(stored(100), new Counts<>(), removed), rows(74)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("1 are missing"));
    assertThat(Comparison.rows(cut(stored(100), new Counts<>(), removed), rows(76)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("1 are too much"));
  }

  @Test
  void countsLettersOfTheProcessorThatWaitOnlyUpToTheCut() {
    DatabaseCut cut = cut(dead(3), letters("acme", 1), Map.of());
    Map<SourcePlace, String> waiting =
        Map.of(
            new SourcePlace("live", 0, 98),
            "acme",
            new SourcePlace("live", 0, 99),
            "acme",
            new SourcePlace("live", 0, 100),
            "acme");

    assertThat(Comparison.letters(cut, waiting, CUT)).isEmpty();
  }

  @Test
  void takesALetterWithoutTenantForAnyTenants() {
    DatabaseCut cut = cut(dead(3), letters("acme", 1), Map.of());

    assertThat(
            Comparison.letters(
                cut,
                Map.of(new SourcePlace("live", 0, 1), "?", new SourcePlace("live", 0, 2), "?"),
                CUT))
        .isEmpty();
    assertThat(Comparison.letters(cut, Map.of(new SourcePlace("live", 0, 1), "?"), CUT))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.tenant()).isEqualTo("acme");
          assertThat(finding.amount()).isEqualTo(1);
        });
  }

  @Test
  void findsALetterThatIsNotBooked() {
    assertThat(Comparison.letters(cut(dead(0), letters("acme", 2), Map.of()), Map.of(), CUT))
        .singleElement()
        .satisfies(finding -> assertThat(finding.amount()).isEqualTo(2));
  }

  private static Map<Account, BookEntry> stored(long events) {
    return Map.of(LIVE, new BookEntry(events, 0, 0, events, 0, 0));
  }

  private static Map<Account, BookEntry> dead(long events) {
    return Map.of(LIVE, new BookEntry(events, 0, events, 0, 0, 0));
  }

  private static Counts<String> rows(long rows) {
    Counts<String> counts = new Counts<>();
    counts.add("acme", rows);
    return counts;
  }

  private static Counts<TenantStage> letters(String tenant, long events) {
    Counts<TenantStage> counts = new Counts<>();
    counts.add(new TenantStage(tenant, "processor"), events);
    return counts;
  }

  private static DatabaseCut cut(
      Map<Account, BookEntry> books,
      Counts<TenantStage> letters,
      Map<TenantStage, Removed> removed) {
    return new DatabaseCut(
        Instant.EPOCH,
        Map.of(1, "acme"),
        List.of(),
        books,
        List.of(),
        letters,
        Set.of(),
        new Counts<>(),
        removed,
        Map.of(),
        new Counts<>(),
        Set.of(),
        Set.of());
  }
}
