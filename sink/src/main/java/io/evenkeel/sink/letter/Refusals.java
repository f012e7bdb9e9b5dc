package io.evenkeel.sink.letter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table {@code refusal}: what the gateway refused for good, by tenant, code and day. */
final class Refusals {
  private static final String UPSERT =
      "INSERT INTO evenkeel.refusal AS r (tenant_no, lane, job, code, day, events)"
          + " VALUES (?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (tenant_no, lane, job, code, day)"
          + " DO UPDATE SET events = r.events + excluded.events";

  private Refusals() {}

  /** Books the gateway's letters among these in the connection's transaction. */
  static void add(Connection connection, List<LetterTable.Kept> letters) throws SQLException {
    SortedMap<Account, Long> entries = entries(letters);
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (Map.Entry<Account, Long> entry : entries.entrySet()) {
        Account account = entry.getKey();
        upsert.setInt(1, account.tenantNo());
        upsert.setString(2, account.lane());
        upsert.setString(3, account.job());
        upsert.setString(4, account.code());
        upsert.setObject(5, account.day());
        upsert.setLong(6, entry.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** What to add to which account; in one order for all processes. */
  static SortedMap<Account, Long> entries(List<LetterTable.Kept> letters) {
    SortedMap<Account, Long> entries = new TreeMap<>();
    for (LetterTable.Kept kept : letters) {
      if (kept.letter().reason().stage() == LetterStage.GATEWAY) {
        entries.merge(Account.of(kept), (long) kept.letter().events(), Long::sum);
      }
    }
    return entries;
  }

  /** Where refusals are booked; an empty lane where the letter names none. */
  record Account(int tenantNo, String lane, String job, String code, LocalDate day)
      implements Comparable<Account> {
    private static final Comparator<Account> ORDER =
        Comparator.comparingInt(Account::tenantNo)
            .thenComparing(Account::lane)
            .thenComparing(Account::job)
            .thenComparing(Account::code)
            .thenComparing(Account::day);

    static Account of(LetterTable.Kept kept) {
      Letter letter = kept.letter();
      String lane = letter.lane();
      return new Account(
          kept.tenantNo(),
          lane == null ? "" : lane,
          letter.job(),
          letter.reason().code(),
          LocalDate.ofInstant(Instant.ofEpochMilli(letter.receivedMillis()), ZoneOffset.UTC));
    }

    @Override
    public int compareTo(Account other) {
      return ORDER.compare(this, other);
    }
  }
}
