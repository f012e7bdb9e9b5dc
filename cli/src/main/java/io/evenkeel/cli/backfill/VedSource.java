package io.evenkeel.cli.backfill;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.evenkeel.client.OutgoingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the Vehicle Energy Dataset (Oh, LeBlanc, Peng, IEEE T-ITS 2020, doi
 * 10.1109/TITS.2020.3035596).
 *
 * <p>The vehicle is {@code VehId}; the event time is 2017-11-01T00:00Z plus {@code DayNum - 1} days
 * plus {@code Timestamp(ms)}; the session is the trip, and the counter numbers its rows in the
 * file. Columns that the signal catalogue knows go under its names, the others under their own,
 * unit and all; empty cells are left out.
 */
final class VedSource implements EventSource {
  private static final long EPOCH_MILLIS = Instant.parse("2017-11-01T00:00:00Z").toEpochMilli();
  private static final double DAY_MILLIS = 86_400_000;
  private static final List<String> KEYS = List.of("DayNum", "VehId", "Trip", "Timestamp(ms)");
  private static final Map<String, String> SIGNALS =
      Map.of(
          "Vehicle Speed[km/h]", "speed",
          "OAT[DegC]", "ambient_temperature",
          "HV Battery Current[A]", "battery_current",
          "HV Battery SOC[%]", "soc_displayed",
          "HV Battery Voltage[V]", "battery_voltage",
          "Latitude[deg]", "latitude",
          "Longitude[deg]", "longitude");

  private final InputFile file;
  private final Iterator<NamedCsvRecord> rows;
  private final Map<String, Long> rowsOfTrip = new HashMap<>();

  private VedSource(InputFile file) {
    this.file = file;
    this.rows = CsvReader.builder().ofNamedCsvRecord(file.reader()).iterator();
  }

  static EventSource open(Path path) throws IOException {
    return new VedSource(InputFile.open(path));
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    try {
      return rows.hasNext() ? event(rows.next()).toJson() : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException | NoSuchElementException | NumberFormatException e) {
      throw new IOException("not a VED file: " + e.getMessage(), e);
    }
  }

  @Override
  public long bytesRead() {
    return file.bytesRead();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private OutgoingEvent event(NamedCsvRecord row) {
    String vehicle = integer(row, "VehId");
    String trip = integer(row, "Trip");
    long seq = rowsOfTrip.merge(vehicle + '/' + trip, 1L, Long::sum) - 1;
    return new OutgoingEvent(vehicle, timeMillis(row), "trip-" + trip, seq, signals(row));
  }

  private static long timeMillis(NamedCsvRecord row) {
    double days = Double.parseDouble(row.getField("DayNum")) - 1;
    return EPOCH_MILLIS
        + Math.round(days * DAY_MILLIS)
        + Math.round(Double.parseDouble(row.getField("Timestamp(ms)")));
  }

  private static Map<String, Double> signals(NamedCsvRecord row) {
    Map<String, Double> signals = new LinkedHashMap<>();
    for (int i = 0; i < row.getFieldCount(); i++) {
      String column = row.getHeader().get(i);
      if (!KEYS.contains(column) && !row.getField(i).isEmpty()) {
        signals.put(SIGNALS.getOrDefault(column, column), Double.valueOf(row.getField(i)));
      }
    }
    return signals;
  }

  private static String integer(NamedCsvRecord row, String column) {
    return Long.toString(Math.round(Double.parseDouble(row.getField(column))));
  }
}
