package io.evenkeel.cli.backfill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Files in the form of VED with made-up drives, for machines that do not have the recordings. */
final class GeneratedRecording {
  private static final String HEADER =
      "DayNum,VehId,Trip,Timestamp(ms),Latitude[deg],Longitude[deg],Vehicle Speed[km/h],MAF[g/sec],OAT[DegC],"
          + "Heater Power[Watts],HV Battery Current[A],HV Battery SOC[%],HV Battery Voltage[V]";

  private GeneratedRecording() {}

  static List<Path> write(Path directory, int files, int tripsEach, int rowsEach, long seed)
      throws IOException {
    Random random = new Random(seed);
    List<Path> paths = new ArrayList<>();
    for (int f = 0; f < files; f++) {
      Path path = directory.resolve("generated-" + f + ".csv.gz");
      try (PrintStream out =
          new PrintStream(
              new GZIPOutputStream(Files.newOutputStream(path)), false, StandardCharsets.UTF_8)) {
        out.println(HEADER);
        for (int t = 0; t < tripsEach; t++) {
          trip(
              out,
              random,
              1 + f * 7 + random.nextDouble() * 7,
              100 + t % 5,
              f * 1_000 + t,
              rowsEach);
        }
      }
      paths.add(path);
    }
    return paths;
  }

  private static void trip(
      PrintStream out, Random random, double day, int vehicle, int trip, int rows) {
    long millis = 0;
    for (int i = 0; i < rows; i++) {
      out.printf(
          Locale.ROOT,
          "%.11f,%d,%d,%d,%.10f,%.10f,%.10f,%s,%.1f,%.1f,%.1f,%.9f,%.1f%n",
          day,
          vehicle,
          trip,
          millis,
          42 + random.nextDouble(),
          -83 - random.nextDouble(),
          random.nextDouble() * 120,
          random.nextInt(3) == 0 ? "" : Double.toString(random.nextInt(900) / 100.0),
          random.nextDouble() * 30,
          random.nextInt(10) * 250.0,
          random.nextGaussian() * 50,
          random.nextDouble() * 100.00003,
          300 + random.nextDouble() * 100);
      millis += 100L * (1 + random.nextInt(12));
    }
  }
}
