package io.evenkeel.sink.drift;

import io.evenkeel.sink.caretaker.Chore;
import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what each tenant sends now with what it sent the day before, and keeps the findings in
 * the table {@code drift} and as gauges. A tenant that sends nothing has no drift.
 */
public final class DriftChore implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(DriftChore.class);
  private static final Duration PACE_MAX = Duration.ofSeconds(2);
  private static final Duration BASELINE = Duration.ofHours(24);
  private static final Duration REFUSALS_SPAN_MAX = Duration.ofMinutes(5);
  // Stored events are counted some seconds after they are stored.
  private static final Duration REFUSALS_SPAN_MIN = Duration.ofSeconds(10);
  // How far back a tenant that sends little may be looked for enough events.
  private static final int RECENT_WINDOWS_MAX = 12;
  // Counts of earlier windows may still come in while a process is behind.
  private static final Duration BASELINE_AGE_MAX = Duration.ofMinutes(1);

  private final Database database;
  private final Duration window;
  private final InstantSource clock;
  private final DriftGauges gauges;
  // One for each tenant that sends, by number.
  private final Map<Integer, KnownBaseline> baselines = new HashMap<>();

  /**
   * A chore for windows of one length.
   *
   * @param window length of a window
   */
  public DriftChore(
      Database database, Duration window, InstantSource clock, MeterRegistry registry) {
    this.database = database;
    this.window = window;
    this.clock = clock;
    this.gauges = new DriftGauges(registry);
  }

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public Duration every() {
    Duration quarter = window.dividedBy(4);
    return quarter.compareTo(PACE_MAX) < 0 ? quarter : PACE_MAX;
  }

  @Override
  public boolean run() throws SQLException {
    Instant now = clock.instant();
    try (Connection connection = database.connection()) {
      Map<Integer, RecentSignals> recent = recent(connection, now);
      refreshBaselines(connection, recent, now);
      Map<Integer, Refusals> refusals = refusals(connection, now);
      List<DriftRow> findings = judge(recent, refusals, now);
      List<DriftRow> fresh = write(connection, findings);
      Set<Integer> tenants = new HashSet<>(recent.keySet());
      tenants.addAll(refusals.keySet());
      Map<Integer, String> slugs = slugs(connection, tenants);
      fresh.forEach(row -> warn(slugs.getOrDefault(row.tenantNo(), ""), row));
      gauges.show(slugs, findings);
    }
    return false;
  }

  @Override
  public void idle() {
    baselines.clear();
    gauges.clear();
  }

  private Map<Integer, RecentSignals> recent(Connection connection, Instant now)
      throws SQLException {
    Instant notBefore = now.minus(window.multipliedBy(RECENT_WINDOWS_MAX + 1L));
    return SignalWindows.recent(connection, notBefore, DriftPolicy.EVENTS_MIN);
  }

  // A day of windows is read only when its end has moved or it may have filled up.
  private void refreshBaselines(
      Connection connection, Map<Integer, RecentSignals> recent, Instant now) throws SQLException {
    baselines.keySet().retainAll(recent.keySet());
    Map<Integer, Instant> missing = new HashMap<>();
    recent.forEach((tenant, signals) -> {
      KnownBaseline known = baselines.get(tenant);
      if (known == null || known.isOutdated(signals.since(), now)) {
        missing.put(tenant, signals.since());
      }
    });
    if (missing.isEmpty()) {
      return;
    }
    Map<Integer, SignalShares> read =
        SignalWindows.before(
            connection,
            missing,
            now.minus(BASELINE),
            window.multipliedBy(RECENT_WINDOWS_MAX),
            DriftPolicy.EVENTS_MIN);
    missing.forEach((tenant, since) ->
        baselines.put(
            tenant, new KnownBaseline(since, now, read.getOrDefault(tenant, SignalShares.NONE))));
  }

  private Map<Integer, Refusals> refusals(Connection connection, Instant now) throws SQLException {
    Duration span = refusalsSpan();
    Map<Integer, Map<String, Long>> refused = SignalWindows.refusedLately(connection, span);
    if (refused.isEmpty()) {
      return Map.of();
    }
    Map<Integer, Double> stored = SignalWindows.storedSince(connection, now.minus(span), window);
    Map<Integer, Refusals> refusals = new HashMap<>();
    refused.forEach((tenant, byCode) ->
        refusals.put(tenant, new Refusals(stored.getOrDefault(tenant, 0.0), byCode)));
    return refusals;
  }

  private Duration refusalsSpan() {
    Duration atLeast = window.compareTo(REFUSALS_SPAN_MIN) > 0 ? window : REFUSALS_SPAN_MIN;
    return atLeast.compareTo(REFUSALS_SPAN_MAX) < 0 ? atLeast : REFUSALS_SPAN_MAX;
  }

  private List<DriftRow> judge(
      Map<Integer, RecentSignals> recent, Map<Integer, Refusals> refusals, Instant now) {
    List<DriftRow> rows = new ArrayList<>();
    recent.forEach((tenant, signals) -> {
      KnownBaseline known = baselines.get(tenant);
      SignalShares before = known == null ? SignalShares.NONE : known.before();
      DriftPolicy.signals(before, signals.shares())
          .forEach(finding -> rows.add(new DriftRow(tenant, finding, signals.since())));
    });
    refusals.forEach((tenant, refused) ->
        DriftPolicy.refusals(refused)
            .forEach(finding -> rows.add(new DriftRow(tenant, finding, now))));
    return rows;
  }

  private static List<DriftRow> write(Connection connection, List<DriftRow> findings)
      throws SQLException {
    connection.setAutoCommit(false);
    List<DriftRow> fresh = DriftTable.replace(connection, findings);
    connection.commit();
    connection.setAutoCommit(true);
    return fresh;
  }

  private static Map<Integer, String> slugs(Connection connection, Set<Integer> tenants)
      throws SQLException {
    Map<Integer, String> slugs = new HashMap<>();
    String sql = "SELECT tenant_no, slug FROM evenkeel.tenant WHERE tenant_no = ANY (?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("int4", tenants.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          slugs.put(rows.getInt(1), rows.getString(2));
        }
      }
    }
    return slugs;
  }

  private static void warn(String tenant, DriftRow row) {
    LOG.atWarn()
        .addKeyValue("tenant", tenant)
        .addKeyValue("kind", row.finding().kind().id())
        .addKeyValue("name", row.finding().name())
        .addKeyValue("shareBefore", row.finding().before())
        .addKeyValue("shareNow", row.finding().now())
        .log("A tenant sends differently from before");
  }

  /** A baseline up to a moment, and when it was read. */
  private record KnownBaseline(Instant until, Instant readAt, SignalShares before) {
    boolean isOutdated(Instant since, Instant now) {
      return !until.equals(since) || readAt.isBefore(now.minus(BASELINE_AGE_MAX));
    }
  }
}
