package io.evenkeel.sink.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.evenkeel.model.record.Column;
import io.evenkeel.sink.database.BinaryCopy;
import io.evenkeel.sink.schema.SignalColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows into {@code reading}: straight by COPY, or by way of a temporary table where some may be
 * there already. Only the columns that some row has are sent. Stateless.
 */
final class ReadingTable {
  /** Made on each connection that writes; emptied at the end of every transaction. */
  static final String STAGE_DDL =
      "CREATE TEMP TABLE stage_reading (LIKE evenkeel.reading INCLUDING DEFAULTS,"
          + " row_no integer) ON COMMIT DELETE ROWS; ";

  private static final String READING = "evenkeel.reading";
  private static final String STAGE = "pg_temp.stage_reading";
  private static final JsonFactory JSON = new JsonFactory();
  private static final double WHOLE_MAX = 1L << 53;

  private final SignalColumns columns;

  ReadingTable(SignalColumns columns) {
    this.columns = columns;
  }

  /** Stores rows of which none may be there yet. */
  void copy(Connection connection, List<Row> rows) throws SQLException {
    copy(connection, rows, Layout.of(rows, columns), READING);
  }

  /**
   * Stores those rows that are not there yet.
   *
   * @param rows in order of their keys, each key once
   * @return rows that were there
   */
  List<Row> copyNew(Connection connection, List<Row> rows) throws SQLException {
    Layout layout = Layout.of(rows, columns);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM " + STAGE);
    }
    copy(connection, rows, layout, STAGE);
    String names = String.join(", ", layout.names());
    String insert =
        "INSERT INTO evenkeel.reading ("
            + names
            + ") SELECT "
            + names
            + " FROM "
            + STAGE
            + " ORDER BY row_no ON CONFLICT DO NOTHING RETURNING vehicle_id,"
            + " (extract(epoch FROM event_time) * 1000)::bigint, event_id";
    try (PreparedStatement statement = connection.prepareStatement(insert);
        ResultSet stored = statement.executeQuery()) {
      return missing(rows, stored);
    }
  }

  // Stored keys come back in the order of the rows: whatever they skip was there already.
  private static List<Row> missing(List<Row> rows, ResultSet stored) throws SQLException {
    List<Row> missing = new ArrayList<>();
    boolean more = stored.next();
    for (Row row : rows) {
      if (more && isKeyOf(row, stored)) {
        more = stored.next();
      } else {
        missing.add(row);
      }
    }
    if (more) {
      throw new IllegalStateException("The database stored a row that was not sent");
    }
    return missing;
  }

  private static boolean isKeyOf(Row row, ResultSet stored) throws SQLException {
    UUID id = stored.getObject(3, UUID.class);
    return stored.getLong(1) == row.vehicleId()
        && stored.getLong(2) == row.timeMillis()
        && id.getMostSignificantBits() == row.idHigh()
        && id.getLeastSignificantBits() == row.idLow();
  }

  private void copy(Connection connection, List<Row> rows, Layout layout, String table)
      throws SQLException {
    boolean numbered = table.equals(STAGE);
    List<String> names = new ArrayList<>(layout.names());
    if (numbered) {
      names.add("row_no");
    }
    int rowNo = 0;
    try (BinaryCopy copy = new BinaryCopy(connection, BinaryCopy.statement(table, names))) {
      for (Row row : rows) {
        copy.row(names.size());
        write(copy, row, layout);
        if (numbered) {
          copy.putInt(rowNo++);
        }
      }
      copy.end();
    }
  }

  private static void write(BinaryCopy copy, Row row, Layout layout) throws SQLException {
    copy.putLong(row.vehicleId());
    copy.putTime(row.timeMillis());
    copy.putUuid(row.idHigh(), row.idLow());
    copy.putTime(row.block().context().ingestTimeMillis());
    for (int place : layout.places()) {
      write(copy, row.block().column(place), row.event());
    }
    if (layout.extra()) {
      writeExtra(copy, row);
    }
  }

  static void write(BinaryCopy copy, @Nullable Column column, int event) throws SQLException {
    if (column == null || !column.presence().has(event)) {
      copy.putNull();
      return;
    }
    switch (column) {
      case Column.Numbers numbers -> copy.putDouble(numbers.values()[event]);
      case Column.Flags flags -> copy.putBoolean(flags.values().get(event));
      case Column.Texts texts -> copy.putText(texts.values()[event]);
    }
  }

  private static void writeExtra(BinaryCopy copy, Row row) throws SQLException {
    ByteArrayBuilder json = new ByteArrayBuilder();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      generator.writeStartObject();
      for (BlockRows.Extra extra : row.block().extras()) {
        if (extra.column().presence().has(row.event())) {
          writeExtra(generator, extra, row.event());
        }
      }
      boolean empty = !generator.getOutputContext().hasCurrentIndex();
      generator.writeEndObject();
      generator.flush();
      if (empty) {
        copy.putNull();
      } else {
        byte[] bytes = json.toByteArray();
        copy.putJson(bytes, bytes.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
  }

  private static void writeExtra(JsonGenerator generator, BlockRows.Extra extra, int event)
      throws IOException {
    generator.writeFieldName(extra.name());
    switch (extra.column()) {
      case Column.Numbers numbers -> writeNumber(generator, numbers.values()[event]);
      case Column.Flags flags -> generator.writeBoolean(flags.values().get(event));
      case Column.Texts texts -> generator.writeString(texts.values()[event]);
    }
  }

  // jsonb keeps decimals as written: whole numbers without a fraction are what people expect.
  private static void writeNumber(JsonGenerator generator, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < WHOLE_MAX) {
      generator.writeNumber((long) number);
    } else {
      generator.writeNumber(number);
    }
  }

  /**
   * The columns of a COPY.
   *
   * @param names quoted names
   * @param places signals, by their places in the catalogue
   * @param extra whether some row has signals without a column
   */
  private record Layout(List<String> names, List<Integer> places, boolean extra) {
    static Layout of(List<Row> rows, SignalColumns columns) {
      BitSet places = new BitSet();
      boolean extra = false;
      BlockRows last = null;
      for (Row row : rows) {
        if (row.block() != last) {
          last = row.block();
          last.addPlaces(places);
          extra |= !last.extras().isEmpty();
        }
      }
      List<String> names =
          new ArrayList<>(List.of("vehicle_id", "event_time", "event_id", "ingest_time"));
      places.stream().forEach(p -> names.add(SignalColumns.column(columns.at(p))));
      if (extra) {
        names.add("extra");
      }
      return new Layout(names, places.stream().boxed().toList(), extra);
    }
  }
}
