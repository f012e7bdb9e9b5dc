package io.evenkeel.sink.audit;

import io.evenkeel.sink.audit.LetterAudit.Letter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares records of the dead-letter topic with the rows made of them. Pure. */
final class LetterRows {
  private LetterRows() {}

  /**
   * What has no counterpart in one partition. Rows that age removes go from the oldest on, so a
   * record older than every row may have lost its own; a younger one only if something was erased.
   *
   * @param letters the records, in order, at least one
   * @param rows offsets that have a row, within the same range
   */
  static List<Finding> compare(
      int partition, List<Letter> letters, List<Long> rows, Map<TenantStage, Removed> removed) {
    Set<Long> left = new HashSet<>(rows);
    long firstRow = rows.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    Counts<TenantStage> missing = new Counts<>();
    for (Letter letter : letters) {
      if (!left.remove(letter.offset()) && !mayHaveExpired(letter, firstRow, removed)) {
        missing.add(new TenantStage(letter.tenant(), letter.stage()), 1);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (TenantStage of : missing.keys()) {
      if (missing.of(of) > removed.getOrDefault(of, Removed.NOTHING).erased()) {
        findings.add(missing(partition, of, missing.of(of)));
      }
    }
    if (!left.isEmpty()) {
      findings.add(surplus(partition, left.size()));
    }
    return findings;
  }

  private static boolean mayHaveExpired(
      Letter letter, long firstRow, Map<TenantStage, Removed> removed) {
    TenantStage of = new TenantStage(letter.tenant(), letter.stage());
    return letter.offset() < firstRow && removed.getOrDefault(of, Removed.NOTHING).expired() > 0;
  }

  private static Finding missing(int partition, TenantStage of, long amount) {
    return new Finding(
        of.tenant(),
        "",
        "",
        partition,
        Check.DEAD_LETTER_TOPIC,
        amount,
        "%d dead letters of stage %s are in the topic but not in the table"
            .formatted(amount, of.stage()));
  }

  private static Finding surplus(int partition, long amount) {
    return new Finding(
        Finding.ALL,
        "",
        "",
        partition,
        Check.DEAD_LETTER_TOPIC,
        amount,
        "%d dead letters are in the table but not in the topic".formatted(amount));
  }
}
