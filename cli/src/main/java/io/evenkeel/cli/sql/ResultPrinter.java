package io.evenkeel.cli.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a result set. */
final class ResultPrinter {
  private static final int CELL_CHARACTERS_MAX = 120;

  private ResultPrinter() {}

  /**
   * As a table for people.
   *
   * @return whether there were more rows
   */
  static boolean table(ResultSet rows, int rowsMax, PrintWriter out) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<@Nullable String[]> cells = new ArrayList<>();
    while (cells.size() < rowsMax && rows.next()) {
      @Nullable String[] row = new @Nullable String[meta.getColumnCount()];
      for (int i = 0; i < row.length; i++) {
        row[i] = rows.getString(i + 1);
      }
      cells.add(row);
    }
    List<ColumnData<@Nullable String[]>> columns = new ArrayList<>();
    for (int i = 0; i < meta.getColumnCount(); i++) {
      int index = i;
      columns.add(
          new Column()
              .header(meta.getColumnLabel(i + 1))
              .dataAlign(
                  isNumber(meta.getColumnType(i + 1))
                      ? HorizontalAlign.RIGHT
                      : HorizontalAlign.LEFT)
              .maxWidth(CELL_CHARACTERS_MAX)
              .with(row -> text(row[index])));
    }
    out.println(AsciiTable.getTable(cells, columns));
    out.println("(" + cells.size() + (cells.size() == 1 ? " row)" : " rows)"));
    return rows.next();
  }

  /**
   * As one JSON object.
   *
   * @return whether there were more rows
   */
  static boolean json(ResultSet rows, int rowsMax, PrintWriter out)
      throws SQLException, IOException {
    ResultSetMetaData meta = rows.getMetaData();
    // The generator is only flushed: closing it would close the command's output.
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.writeStartObject();
    json.writeArrayFieldStart("columns");
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      json.writeString(meta.getColumnLabel(i));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    int printed = 0;
    while (printed < rowsMax && rows.next()) {
      json.writeStartArray();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        write(json, rows, i, meta.getColumnType(i));
      }
      json.writeEndArray();
      printed++;
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
    out.println();
    return rows.next();
  }

  private static void write(JsonGenerator json, ResultSet rows, int column, int type)
      throws SQLException, IOException {
    if (rows.getObject(column) == null) {
      json.writeNull();
    } else if (type == Types.BIT || type == Types.BOOLEAN) {
      json.writeBoolean(rows.getBoolean(column));
    } else if (type == Types.DOUBLE || type == Types.REAL || type == Types.FLOAT) {
      writeDouble(json, rows.getDouble(column));
    } else if (isNumber(type)) {
      writeDecimal(json, rows, column);
    } else {
      json.writeString(rows.getString(column));
    }
  }

  // JSON has no NaN and no infinities.
  private static void writeDouble(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private static void writeDecimal(JsonGenerator json, ResultSet rows, int column)
      throws SQLException, IOException {
    String text = rows.getString(column);
    try {
      json.writeNumber(new BigDecimal(text));
    } catch (NumberFormatException notFinite) {
      json.writeString(text);
    }
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE ->
          true;
      default -> false;
    };
  }

  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell;
  }
}
