package io.evenkeel.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.MinuteCheck;
import io.evenkeel.cli.UpProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Recorded drives from their files through HTTP, Kafka and the processor into the table, and back
 * by SQL.
 */
@Execution(ExecutionMode.CONCURRENT)
class BackfillIT {
  /** Recordings beside the checkout, which are not part of the project; else drives are made. */
  private static final Path VED = Path.of("..", "..", "shared", "data", "ved");

  private static final int WEEKS = Integer.getInteger("ved.weeks", 2);
  private static final Map<String, String> COLUMNS =
      Map.of(
          "Vehicle Speed[km/h]", "speed",
          "OAT[DegC]", "ambient_temperature",
          "HV Battery Current[A]", "battery_current",
          "HV Battery SOC[%]", "soc_displayed",
          "HV Battery Voltage[V]", "battery_voltage",
          "Latitude[deg]", "latitude",
          "Longitude[deg]", "longitude");

  @TempDir private Path directory = Path.of(".");

  @Test
  void storesEveryRowOnceAndASecondTimeNothing() throws Exception {
    loadTwiceAndCompare(
        Files.isDirectory(VED)
            ? recordedDrives()
            : GeneratedRecording.write(directory, 2, 20, 300, 5));
  }

  @Test
  void storesEveryRowOnceThoughEverythingIsKilledInTheMiddle() throws Exception {
    List<Path> files = GeneratedRecording.write(directory, 3, 40, 500, 6);
    Recording recording = Recording.read(files);
    Path data = directory.resolve("data");
    int port;
    try (UpProcess up = UpProcess.start(data)) {
      port = URI.create(up.instance().url()).getPort();
      Process first = UpProcess.spawn(arguments(files, data));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Long.parseLong(up.sql("select count(*) from reading")) > 5_000);
      first.destroyForcibly();
      up.kill();
    }

    try (UpProcess up = UpProcess.start(data, "--port", Integer.toString(port))) {
      Process second = UpProcess.spawn(arguments(files, data));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Long.parseLong(up.sql("select count(*) from reading")) > 20_000);
      up.kill();
      try (UpProcess again = UpProcess.start(data, "--port", Integer.toString(port))) {
        assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
        second.destroyForcibly();
        UpProcess.Result last = again.run(arguments(files).toArray(String[]::new));
        assertThat(last.exitCode()).as(last.err()).isEqualTo(ExitCodes.OK);
        compare(again, recording);
      }
    }
  }

  private static List<Path> recordedDrives() throws IOException {
    try (Stream<Path> files = Files.list(VED)) {
      return files
          .filter(f -> f.getFileName().toString().matches("VED_.*\\.csv\\.gz"))
          .sorted()
          .limit(WEEKS)
          .toList();
    }
  }

  private void loadTwiceAndCompare(List<Path> files) throws Exception {
    Recording recording = Recording.read(files);
    try (UpProcess up = UpProcess.start(directory.resolve("data"))) {
      BackfillReport first = load(up, files);
      assertThat(first.read()).isEqualTo(recording.rows);
      assertThat(first.accepted()).isEqualTo(recording.rows);
      assertThat(first.stored()).isEqualTo(recording.rows);
      assertThat(first.duplicates()).isZero();
      compare(up, recording);

      BackfillReport second = load(up, files);
      assertThat(second.accepted()).isEqualTo(recording.rows);
      assertThat(second.stored()).isZero();
      assertThat(second.duplicates()).isEqualTo(recording.rows);
      compare(up, recording);
    }
  }

  private static BackfillReport load(UpProcess up, List<Path> files) throws IOException {
    UpProcess.Result result = up.run(arguments(files).toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCodes.OK);
    return Json.read(result.out(), BackfillReport.class);
  }

  private static List<String> arguments(List<Path> files) {
    List<String> arguments = new ArrayList<>(List.of("backfill", "--json", "--format", "ved"));
    files.forEach(file -> arguments.add(file.toString()));
    return arguments;
  }

  private static List<String> arguments(List<Path> files, Path data) {
    List<String> arguments = new ArrayList<>(arguments(files));
    arguments.addAll(List.of("--data-dir", data.toString()));
    return arguments;
  }

  private static void compare(UpProcess up, Recording recording) {
    assertThat(up.sql("select count(*) from reading")).isEqualTo(Long.toString(recording.rows));
    assertThat(new BigDecimal(up.sql("select sum(speed::numeric)::text from reading")))
        .isEqualByComparingTo(recording.speedSum);
    assertThat(storedExtremes(up, recording)).isEqualTo(recording.extremes);
    assertThat(storedPositions(up, recording)).isEqualTo(expectedPositions(recording));
    assertBooksBalance(up);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(up.sql("select count(*) from dirty_range")).isEqualTo("0"));
    assertThat(up.sql("select sum(events) from vehicle_minute"))
        .isEqualTo(Long.toString(recording.rows));
    assertThat(up.sql(MinuteCheck.differences())).isEqualTo("0");
  }

  private static Map<String, Recording.Extremes> storedExtremes(UpProcess up, Recording recording) {
    Map<String, Recording.Extremes> stored = new TreeMap<>();
    for (String column : recording.extremes.keySet()) {
      String expression =
          COLUMNS.containsKey(column) ? COLUMNS.get(column) : "(extra->>'" + column + "')::float8";
      stored.put(
          column,
          new Recording.Extremes(
              Double.parseDouble(up.sql("select min(" + expression + ") from reading")),
              Double.parseDouble(up.sql("select max(" + expression + ") from reading"))));
    }
    return stored;
  }

  private static Map<String, String> expectedPositions(Recording recording) {
    Map<String, String> expected = new TreeMap<>();
    recording.last.forEach(
        (vehicle, p) -> expected.put(vehicle, p.latitude() + " " + p.longitude()));
    return expected;
  }

  private static Map<String, String> storedPositions(UpProcess up, Recording recording) {
    Map<String, String> stored = new TreeMap<>();
    for (String vehicle : recording.last.keySet()) {
      String one =
          "select %s from vehicle_latest join vehicle using (vehicle_id) where name = '"
              + vehicle
              + "'";
      stored.put(
          vehicle, up.sql(one.formatted("latitude")) + " " + up.sql(one.formatted("longitude")));
    }
    return stored;
  }

  private static void assertBooksBalance(UpProcess up) {
    assertThat(
            up.sql(
                "select count(*) from book where events_in <> events_out + duplicate_processor + dead_processor"
                    + " or events_out <> stored + duplicate_sink + dead_sink"))
        .isEqualTo("0");
    assertThat(up.sql("select sum(stored) = (select count(*) from reading) from book"))
        .isEqualTo("true");
  }
}
