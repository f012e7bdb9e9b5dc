package io.evenkeel.sink.schema;

import static java.util.stream.Collectors.joining;

import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Adds the columns of the signal catalogue to {@code reading}, {@code vehicle_latest} and {@code
 * vehicle_minute}; runs again whenever the catalogue changes. It only ever adds: a signal that
 * leaves the catalogue keeps its columns.
 */
public final class SignalColumnsMigration implements JavaMigration {
  private final List<String> statements;

  /** The migration to a catalogue. */
  public SignalColumnsMigration(SignalCatalogue catalogue) {
    this.statements = statements(catalogue.signals());
  }

  // A migration without a version is repeatable: it runs when its checksum changes.
  @Override
  @SuppressWarnings("NullAway") // Flyway's own convention for repeatable migrations
  public @Nullable MigrationVersion getVersion() {
    return null;
  }

  @Override
  public String getDescription() {
    return "signal columns";
  }

  @Override
  public Integer getChecksum() {
    CRC32 crc = new CRC32();
    statements.forEach(sql -> crc.update(sql.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    try (Statement statement = context.getConnection().createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> statements(List<Signal> signals) {
    List<String> sql = new ArrayList<>();
    sql.add(addColumns("reading", signals.stream().map(SignalColumnsMigration::reading).toList()));
    sql.add(
        addColumns("vehicle_latest", signals.stream().flatMap(s -> latest(s).stream()).toList()));
    sql.add(
        addColumns("vehicle_minute", signals.stream().flatMap(s -> minute(s).stream()).toList()));
    for (Signal signal : signals) {
      for (String table : List.of("reading", "vehicle_latest")) {
        sql.add(comment("COLUMN evenkeel." + table + "." + SignalColumns.column(signal), signal));
      }
    }
    sql.add(namedReadings(signals));
    sql.add("COMMENT ON VIEW evenkeel.reading_named IS 'Readings with tenant and vehicle by name'");
    return sql;
  }

  private static String addColumns(String table, List<String> columns) {
    return columns.stream()
        .map(column -> "ADD COLUMN IF NOT EXISTS " + column)
        .collect(joining(", ", "ALTER TABLE evenkeel." + table + " ", ""));
  }

  private static String reading(Signal signal) {
    return SignalColumns.column(signal) + ' ' + SignalColumns.sqlType(signal.type());
  }

  private static List<String> latest(Signal signal) {
    return List.of(reading(signal), SignalColumns.quoted(signal, "_at") + " timestamptz");
  }

  private static List<String> minute(Signal signal) {
    List<String> columns = SignalColumns.minuteColumns(signal);
    if (signal.aggregation() == Aggregation.STATS) {
      return List.of(
          columns.get(0) + " integer",
          columns.get(1) + " double precision",
          columns.get(2) + " double precision",
          columns.get(3) + " double precision",
          average(signal));
    }
    return columns.stream().map(c -> c + ' ' + SignalColumns.sqlType(signal.type())).toList();
  }

  private static String average(Signal signal) {
    return SignalColumns.quoted(signal, "_avg")
        + " double precision GENERATED ALWAYS AS ("
        + SignalColumns.quoted(signal, "_sum")
        + " / "
        + SignalColumns.quoted(signal, "_count")
        + ") VIRTUAL";
  }

  private static String comment(String object, Signal signal) {
    String unit = signal.unit().isEmpty() ? "" : " [" + signal.unit() + "]";
    String text = signal.vssPath() + unit + (". " + signal.description()).stripTrailing();
    return "COMMENT ON " + object + " IS '" + text.replace("'", "''") + "'";
  }

  // New signals come last, so that the view can be replaced without dropping what builds on it.
  private static String namedReadings(List<Signal> signals) {
    return "CREATE OR REPLACE VIEW evenkeel.reading_named WITH (security_invoker = true) AS"
        + " SELECT t.slug AS tenant, v.name AS vehicle,"
        + " r.vehicle_id, r.event_time, r.event_id, r.ingest_time, r.extra"
        + signals.stream().map(s -> ", r." + SignalColumns.column(s)).collect(joining())
        + " FROM evenkeel.reading r JOIN evenkeel.vehicle v USING (vehicle_id)"
        + " JOIN evenkeel.tenant t USING (tenant_no)";
  }
}
