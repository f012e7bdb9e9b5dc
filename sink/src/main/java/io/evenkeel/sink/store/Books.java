package io.evenkeel.sink.store;

import io.evenkeel.model.record.CleanSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table {@code book}: what became of every event, per tenant, lane, job, partition and day of
 * ingest. What each record's header accounts for comes from there; the rest is what was written.
 */
final class Books {
  private static final String UPSERT =
      "INSERT INTO evenkeel.book AS b (tenant_no, lane, job, partition, day, events_in, events_out,"
          + " duplicate_processor, dead_processor, stored, duplicate_sink, dead_sink)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (tenant_no, lane, job, partition, day) DO UPDATE SET"
          + " events_in = b.events_in + excluded.events_in,"
          + " events_out = b.events_out + excluded.events_out,"
          + " duplicate_processor = b.duplicate_processor + excluded.duplicate_processor,"
          + " dead_processor = b.dead_processor + excluded.dead_processor,"
          + " stored = b.stored + excluded.stored,"
          + " duplicate_sink = b.duplicate_sink + excluded.duplicate_sink,"
          + " dead_sink = b.dead_sink + excluded.dead_sink";

  private Books() {}

  /**
   * Books a batch in the connection's transaction and returns how many events are booked as stored.
   */
  static long add(
      Connection connection,
      List<RecordContext> records,
      List<Row> duplicates,
      List<DeadEvent> dead)
      throws SQLException {
    Map<Account, Entry> entries = entries(records, duplicates, dead);
    if (entries.isEmpty()) {
      return 0;
    }
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (Map.Entry<Account, Entry> entry : entries.entrySet()) {
        bind(upsert, entry.getKey(), entry.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
    return entries.values().stream().mapToLong(Entry::stored).sum();
  }

  /** What to add to which account; in one order for all writers. */
  static Map<Account, Entry> entries(
      List<RecordContext> records, List<Row> duplicates, List<DeadEvent> dead) {
    IdentityHashMap<RecordContext, int[]> lost = new IdentityHashMap<>();
    records.forEach(record -> lost.put(record, new int[2]));
    duplicates.forEach(row -> count(lost, row.block().context())[0]++);
    dead.forEach(event -> count(lost, event.context())[1] += event.events());
    Map<Account, Entry> entries = new TreeMap<>();
    for (RecordContext record : records) {
      int[] of = count(lost, record);
      entries.merge(Account.of(record), Entry.of(record.record().summary(), of), Entry::plus);
    }
    return entries;
  }

  private static int[] count(IdentityHashMap<RecordContext, int[]> lost, RecordContext record) {
    int[] counts = lost.get(record);
    if (counts == null) {
      throw new IllegalStateException("A row belongs to no record of its batch");
    }
    return counts;
  }

  private static void bind(PreparedStatement upsert, Account account, Entry entry)
      throws SQLException {
    upsert.setInt(1, account.tenantNo());
    upsert.setString(2, account.lane());
    upsert.setString(3, account.job());
    upsert.setInt(4, account.partition());
    upsert.setObject(5, account.day());
    upsert.setLong(6, entry.in());
    upsert.setLong(7, entry.out());
    upsert.setLong(8, entry.duplicateProcessor());
    upsert.setLong(9, entry.deadProcessor());
    upsert.setLong(10, entry.stored());
    upsert.setLong(11, entry.duplicateSink());
    upsert.setLong(12, entry.deadSink());
  }

  /** Where something is booked. */
  record Account(int tenantNo, String lane, String job, int partition, LocalDate day)
      implements Comparable<Account> {
    private static final Comparator<Account> ORDER =
        Comparator.comparingInt(Account::tenantNo)
            .thenComparing(Account::lane)
            .thenComparing(Account::job)
            .thenComparingInt(Account::partition)
            .thenComparing(Account::day);

    static Account of(RecordContext record) {
      return new Account(
          record.tenantNo(),
          record.lane().id(),
          record.job(),
          record.lease().partition(),
          LocalDate.ofInstant(Instant.ofEpochMilli(record.ingestTimeMillis()), ZoneOffset.UTC));
    }

    @Override
    public int compareTo(Account other) {
      return ORDER.compare(this, other);
    }
  }

  /** What is booked: {@code in = out + …Processor}, {@code out = stored + …Sink}. */
  record Entry(
      long in,
      long out,
      long duplicateProcessor,
      long deadProcessor,
      long stored,
      long duplicateSink,
      long deadSink) {
    static Entry of(CleanSummary summary, int[] lost) {
      return new Entry(
          summary.in(),
          summary.out(),
          summary.duplicate(),
          summary.dead(),
          (long) summary.out() - lost[0] - lost[1],
          lost[0],
          lost[1]);
    }

    Entry plus(Entry other) {
      return new Entry(
          in + other.in,
          out + other.out,
          duplicateProcessor + other.duplicateProcessor,
          deadProcessor + other.deadProcessor,
          stored + other.stored,
          duplicateSink + other.duplicateSink,
          deadSink + other.deadSink);
    }
  }
}
