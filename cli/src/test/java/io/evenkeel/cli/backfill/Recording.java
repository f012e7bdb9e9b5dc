package io.evenkeel.cli.backfill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** What a direct read of VED files says, written without any of the code under test. */
final class Recording {
  /** Smallest and greatest value of a column. */
  record Extremes(double min, double max) {
    Extremes add(double value) {
      return new Extremes(Math.min(min, value), Math.max(max, value));
    }
  }

  /** The last position of a vehicle. */
  record Position(BigDecimal time, double latitude, double longitude) {}

  long rows;
  BigDecimal speedSum = BigDecimal.ZERO;
  final Map<String, Extremes> extremes = new TreeMap<>();
  final Map<String, Position> last = new HashMap<>();

  static Recording read(List<Path> files) throws IOException {
    Recording recording = new Recording();
    for (Path file : files) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        String[] header = lines.readLine().split(",", -1);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          recording.add(header, line.split(",", -1));
        }
      }
    }
    return recording;
  }

  private void add(String[] header, String[] cells) {
    rows++;
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < header.length; i++) {
      row.put(header[i], cells[i]);
      if (i >= 4 && !cells[i].isEmpty()) {
        double value = Double.parseDouble(cells[i]);
        extremes.merge(header[i], new Extremes(value, value), (a, b) -> a.add(value));
      }
    }
    String speed = row.getOrDefault("Vehicle Speed[km/h]", "");
    if (!speed.isEmpty()) {
      speedSum = speedSum.add(new BigDecimal(speed));
    }
    addPosition(row);
  }

  private void addPosition(Map<String, String> row) {
    BigDecimal millis =
        new BigDecimal(row.get("DayNum"))
            .multiply(BigDecimal.valueOf(86_400_000))
            .add(new BigDecimal(row.get("Timestamp(ms)")));
    Position here =
        new Position(
            millis,
            Double.parseDouble(row.get("Latitude[deg]")),
            Double.parseDouble(row.get("Longitude[deg]")));
    last.merge(row.get("VehId"), here, (a, b) -> a.time().compareTo(b.time()) > 0 ? a : b);
  }
}
