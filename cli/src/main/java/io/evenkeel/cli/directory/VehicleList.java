package io.evenkeel.cli.directory;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Vehicle names from a CSV file. */
final class VehicleList {
  private static final int VEHICLES_MAX = 1_000_000;

  private VehicleList() {}

  /**
   * The vehicles of a file: of the column {@code vehicle} if its first line names one, else of its
   * first column.
   *
   * @throws CliException if the file cannot be read, names no vehicle, or more than a million
   */
  static List<String> read(Path file) {
    Set<String> vehicles = new LinkedHashSet<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      int column = -1;
      for (CsvRecord line : csv) {
        if (column < 0) {
          column = Math.max(0, headerColumn(line));
          if (headerColumn(line) >= 0) {
            continue;
          }
        }
        addVehicle(line, column, vehicles);
        if (vehicles.size() > VEHICLES_MAX) {
          throw new CliException(
              ExitCodes.USAGE, file + " names more than 1,000,000 vehicles; split it");
        }
      }
    } catch (IOException e) {
      throw new CliException(ExitCodes.USAGE, "cannot read " + file + ": " + e.getMessage());
    }
    if (vehicles.isEmpty()) {
      throw new CliException(ExitCodes.USAGE, file + " names no vehicle");
    }
    return new ArrayList<>(vehicles);
  }

  /** A field as CSV writes it. */
  static String quote(String field) {
    StringWriter out = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(out)) {
      csv.writeRecord(field);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory does not fail", e);
    }
    return out.toString().strip();
  }

  private static int headerColumn(CsvRecord line) {
    return line.getFields().stream()
        .map(f -> f.strip().toLowerCase(Locale.ROOT))
        .toList()
        .indexOf("vehicle");
  }

  private static void addVehicle(CsvRecord line, int column, Set<String> vehicles) {
    if (column < line.getFieldCount() && !line.getField(column).isBlank()) {
      vehicles.add(line.getField(column).strip());
    }
  }
}
