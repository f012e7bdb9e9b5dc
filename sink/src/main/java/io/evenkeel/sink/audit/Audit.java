package io.evenkeel.sink.audit;

import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.audit.AuditOptions.MinuteScope;
import io.evenkeel.sink.audit.DatabaseCut.LanePartition;
import io.evenkeel.sink.audit.DatabaseCut.SourcePlace;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that nothing is missing, on a consistent cut while traffic flows: accepted = stored +
 * duplicates + dead + in flight, and stored = present + expired + erased. The cut is one snapshot
 * of the database; the positions in it say which records belong to it, so nothing that happens
 * meanwhile makes a difference. Thread-safe; each run has its own snapshot.
 *
 * <pre>
 *  snapshot: positions, books, rows, minutes, letters
 *      |
 *      +-- telemetry topics: count up to the cut = books.in; beyond it = in flight
 *      +-- clean topics:     gapless from the cut on
 *      +-- dead-letter topic: letters = booked as dead
 *      +-- rows = books.stored - removed; minutes = rows
 * </pre>
 */
public final class Audit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final int WORKERS = 2;
  // The snapshot's own, one for each worker, and one to write down how far the log was counted.
  private static final int CONNECTIONS = WORKERS + 2;
  private static final int TENANT_SHIFT = 40;

  private final KafkaAccess kafka;
  private final Database database;
  private final boolean ownsDatabase;
  private final SignalColumns columns = new SignalColumns(SignalCatalogue.standard());

  /**
   * An audit over connections of the caller.
   *
   * @param database of which a run uses up to four connections at once
   */
  public Audit(KafkaAccess kafka, Database database) {
    this(kafka, database, false);
  }

  private Audit(KafkaAccess kafka, Database database, boolean ownsDatabase) {
    this.kafka = kafka;
    this.database = database;
    this.ownsDatabase = ownsDatabase;
  }

  /** An audit with connections of its own, to be closed. */
  public static Audit of(String bootstrapServers, String jdbcUrlWithCredentials) {
    return new Audit(
        new KafkaAccess(bootstrapServers, Map.of(), Optional.empty()),
        Database.open(jdbcUrlWithCredentials, "evenkeel-audit", CONNECTIONS),
        true);
  }

  /**
   * Runs one audit.
   *
   * @throws SQLException if the database does not answer or lacks the tables
   * @throws KafkaException if Kafka does not answer
   * @throws InterruptedException if the thread was interrupted; nothing was found then
   */
  public AuditReport run(AuditOptions options) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    try (TopicReader reader = new TopicReader(kafka)) {
      TopicIds topics = reader.ids(topicNames());
      try (Snapshot snapshot = Snapshot.take(database);
          ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
        DatabaseCut cut = new CutReader(snapshot.connection(), topics).read();
        try {
          Future<Rows> rows =
              workers.submit(() -> new RowsRun(snapshot, cut, options, workers).run());
          Logs logs = readLogs(cut, topics, reader, snapshot.connection(), options);
          AuditReport report =
              new ReportBuilder(cut, options, logs, await(rows)).build(System.nanoTime() - start);
          remember(cut, topics, logs, options);
          return report;
        } finally {
          workers.shutdownNow();
        }
      }
    }
  }

  @Override
  public void close() {
    if (ownsDatabase) {
      database.close();
    }
  }

  private static List<String> topicNames() {
    List<String> names = new ArrayList<>(List.of(Topics.DEAD_LETTER, Topics.MINUTES));
    for (Lane lane : Lane.values()) {
      names.add(Topics.telemetry(lane));
      names.add(Topics.clean(lane));
    }
    return names;
  }

  private static Logs readLogs(
      DatabaseCut cut,
      TopicIds topics,
      TopicReader reader,
      Connection connection,
      AuditOptions options)
      throws SQLException {
    LetterAudit letters = new LetterAudit(cut, topics, reader);
    Map<SourcePlace, String> waiting = letters.readWaiting(options.inFlightMax());
    Set<SourcePlace> buried = new HashSet<>(cut.buried());
    buried.addAll(waiting.keySet());
    List<LaneResult> lanes = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      lanes.add(new LaneAudit(lane, cut, topics, reader, options.inFlightMax(), buried).audit());
    }
    List<Finding> findings = new ArrayList<>(letters.compareRows(connection, options.lettersMax()));
    TopicPositions positions = new TopicPositions(cut, topics, reader);
    findings.addAll(positions.check(Topics.MINUTES));
    findings.addAll(positions.check(Topics.DEAD_LETTER));
    return new Logs(lanes, waiting, findings);
  }

  // A role that may only read can audit too; it counts the log anew each time.
  private void remember(DatabaseCut cut, TopicIds topics, Logs logs, AuditOptions options) {
    if (!options.remember()) {
      return;
    }
    try {
      for (LaneResult lane : logs.lanes()) {
        LogLedger.remember(database, cut, topics, lane);
      }
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("How far the log was counted could not be written down");
    }
  }

  private static <T> T await(Future<T> future) throws SQLException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException known) {
        throw known;
      }
      throw new IllegalStateException("A part of the audit failed", e.getCause());
    }
  }

  /**
   * What was read from Kafka.
   *
   * @param waiting dead letters of the processor that are not rows yet
   * @param findings what is wrong with the topics that are no lane's
   */
  record Logs(List<LaneResult> lanes, Map<SourcePlace, String> waiting, List<Finding> findings) {
    /** Where the cut lies in the telemetry topics. */
    Map<LanePartition, Long> sources() {
      Map<LanePartition, Long> sources = new HashMap<>();
      for (LaneResult lane : lanes) {
        for (PartitionAudit partition : lane.partitions()) {
          sources.put(new LanePartition(lane.lane().id(), partition.number()), partition.source());
        }
      }
      return sources;
    }
  }

  /**
   * What was counted of the tables.
   *
   * @param counted whether all rows were counted
   * @param byTenant rows by slug
   */
  record Rows(boolean counted, Counts<String> byTenant, List<Finding> minutes) {}

  /** Counts rows and compares minutes on several connections. */
  private final class RowsRun {
    private final Snapshot snapshot;
    private final DatabaseCut cut;
    private final AuditOptions options;
    private final ExecutorService workers;

    RowsRun(Snapshot snapshot, DatabaseCut cut, AuditOptions options, ExecutorService workers) {
      this.snapshot = snapshot;
      this.cut = cut;
      this.options = options;
      this.workers = workers;
    }

    Rows run() throws SQLException, InterruptedException {
      Queue<Slice> minutes = new ConcurrentLinkedQueue<>();
      Queue<Slice> rowsOnly = new ConcurrentLinkedQueue<>();
      plan(minutes, rowsOnly);
      List<Future<Worked>> parts = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        parts.add(workers.submit(() -> work(minutes, rowsOnly)));
      }
      Counts<String> rows = new Counts<>();
      List<Suspect> suspects = new ArrayList<>();
      for (Future<Worked> part : parts) {
        Worked worked = await(part);
        worked.rows().keys().forEach(no -> rows.add(cut.tenant(no), worked.rows().of(no)));
        suspects.addAll(worked.suspects());
      }
      return new Rows(options.rows(), rows, findings(suspects));
    }

    private void plan(Queue<Slice> minutes, Queue<Slice> rowsOnly) throws SQLException {
      try (Connection connection = snapshot.another()) {
        switch (options.minutes()) {
          case MinuteScope.All() -> {
            for (Slice slice : Slices.all(connection, true, vehicles())) {
              (isCompared(slice) ? minutes : rowsOnly).add(slice);
            }
          }
          case MinuteScope.Slices(List<Slice> slices) -> {
            slices.stream().filter(this::isCompared).forEach(minutes::add);
            if (options.rows()) {
              rowsOnly.addAll(Slices.all(connection, false, vehicles()));
            }
          }
        }
      }
    }

    // The vehicles of a tenant are one range of ids.
    private TopicReader.Range vehicles() {
      if (options.tenant().isEmpty()) {
        return new TopicReader.Range(0, Long.MAX_VALUE);
      }
      for (Map.Entry<Integer, String> tenant : cut.tenants().entrySet()) {
        if (tenant.getValue().equals(options.tenant().get())) {
          long first = (long) tenant.getKey() << TENANT_SHIFT;
          return new TopicReader.Range(first, first + (1L << TENANT_SHIFT));
        }
      }
      return new TopicReader.Range(0, 0);
    }

    private boolean isCompared(Slice slice) {
      return !cut.expiredDays().contains(slice.day());
    }

    private Worked work(Queue<Slice> minutes, Queue<Slice> rowsOnly) throws SQLException {
      boolean all = options.minutes() instanceof MinuteScope.All;
      try (Connection connection = snapshot.another()) {
        MinuteAudit compared = new MinuteAudit(connection, columns);
        MinuteAudit counted = all ? compared : new MinuteAudit(connection, columns);
        for (Slice s = minutes.poll(); s != null && !interrupted(); s = minutes.poll()) {
          compared.compare(s);
        }
        for (Slice s = rowsOnly.poll(); s != null && !interrupted(); s = rowsOnly.poll()) {
          counted.count(s);
        }
        return new Worked(counted.rows(), compared.suspects());
      }
    }

    private static boolean interrupted() {
      return Thread.currentThread().isInterrupted();
    }

    private List<Finding> findings(List<Suspect> suspects) throws SQLException {
      if (suspects.isEmpty()) {
        return List.of();
      }
      try (Connection connection = snapshot.another()) {
        return new MinuteAudit(connection, columns)
            .verdicts(suspects)
            .findings(suspects, cut.tenants());
      }
    }
  }

  /** What one worker did. */
  private record Worked(Counts<Integer> rows, List<Suspect> suspects) {}
}
