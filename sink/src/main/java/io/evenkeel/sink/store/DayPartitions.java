package io.evenkeel.sink.store;

import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of {@code reading}, one for each UTC day. A new one is made beside the table and
 * then attached, which lets readers and writers go on; an advisory lock keeps two processes from
 * making the same. Thread-safe.
 */
public final class DayPartitions {
  private static final Logger LOG = LoggerFactory.getLogger(DayPartitions.class);
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'reading_'uuuuMMdd");
  private static final Pattern NAMED = Pattern.compile("reading_\\d{8}");
  // "EvenkeelD" cut to 64 bits; any constant that nothing else uses.
  private static final long LOCK = 0x4576656e6b656c44L;
  // Each new table takes some locks until its transaction ends.
  private static final int DAYS_PER_TRANSACTION_MAX = 16;
  private static final String ATTACHED =
      "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
          + " WHERE i.inhparent = 'evenkeel.reading'::regclass";

  private final Database database;
  private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

  /** Partitions of a database. */
  public DayPartitions(Database database) {
    this.database = database;
  }

  /** Name of the partition of a day, without the schema. */
  public static String name(LocalDate day) {
    return NAME.format(day);
  }

  /** The days that have a partition now. */
  public static NavigableSet<LocalDate> days(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Who attaches a partition under another name looks after it as well.
      return attached(statement).stream()
          .filter(name -> NAMED.matcher(name).matches())
          .map(name -> LocalDate.parse(name, NAME))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Makes the partitions of these days where they are missing. */
  public void ensure(Collection<LocalDate> days) throws SQLException {
    List<LocalDate> missing = days.stream().filter(d -> !known.contains(d)).sorted().toList();
    for (int from = 0; from < missing.size(); from += DAYS_PER_TRANSACTION_MAX) {
      int to = Math.min(missing.size(), from + DAYS_PER_TRANSACTION_MAX);
      make(missing.subList(from, to));
    }
  }

  /** Forgets what exists: somebody dropped or detached a partition. */
  public void forget() {
    known.clear();
  }

  private void make(List<LocalDate> days) throws SQLException {
    database.inTransaction(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        Set<String> attached = attached(statement);
        for (LocalDate day : days) {
          if (!attached.contains(name(day))) {
            make(statement, day);
          }
        }
      }
      return days.size();
    });
    known.addAll(days);
  }

  private static Set<String> attached(Statement statement) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = statement.executeQuery(ATTACHED)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void make(Statement statement, LocalDate day) throws SQLException {
    String table = "evenkeel." + name(day);
    statement.execute("CREATE TABLE " + table + " (LIKE evenkeel.reading INCLUDING ALL)");
    statement.execute(
        "ALTER TABLE evenkeel.reading ATTACH PARTITION "
            + table
            + " FOR VALUES FROM ('"
            + day
            + " 00:00:00+00') TO ('"
            + day.plusDays(1)
            + " 00:00:00+00')");
    LOG.atDebug().addKeyValue("day", day).log("A partition was made");
  }
}
