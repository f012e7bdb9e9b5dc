package io.evenkeel.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.cli.MinuteCheck;
import io.evenkeel.cli.UpProcess;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.OutgoingEvent;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closed minutes equal what the rows say, whatever way and order the rows took. */
class MinutesIT {
  private static final int SECONDS = 600;
  private static final long START = InstantSource.system().millis() / 60_000 * 60_000 - 86_400_000;

  @TempDir private Path directory = Path.of(".");

  @Test
  void equalTheRowsAlsoForRepeatsLateRowsAndTheOtherLane() throws Exception {
    try (UpProcess up = UpProcess.start(directory.resolve("data"));
        TelemetryClient client =
            new TelemetryClient(
                ClientOptions.of(URI.create(up.instance().url()), up.instance().apiKey()))) {
      List<byte[]> drive = IntStream.range(0, SECONDS).mapToObj(MinutesIT::event).toList();
      List<byte[]> onTime =
          IntStream.range(0, SECONDS).filter(i -> i % 7 != 3).mapToObj(drive::get).toList();

      accept(client.sendLive(onTime), onTime.size());
      awaitEverythingBooked(up, onTime.size());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !up.sql("select count(*) from vehicle_minute").equals("0"));
      accept(client.sendLive(onTime.subList(100, 300)), 200);
      List<byte[]> late = drive.subList(0, SECONDS / 2);
      accept(client.sendLive(late), late.size());
      accept(client.sendBackfill("again", drive), drive.size());
      awaitEverythingBooked(up, onTime.size() + 200 + late.size() + drive.size());

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(up.sql("select count(*) from dirty_range")).isEqualTo("0"));
      assertThat(up.sql(MinuteCheck.differences())).isEqualTo("0");
      assertThat(up.sql("select sum(events) from vehicle_minute"))
          .isEqualTo(Integer.toString(SECONDS));
      assertThat(up.sql("select count(*) from reading")).isEqualTo(Integer.toString(SECONDS));
    }
  }

  private static void accept(SendResult result, int events) {
    assertThat(result.accepted()).as(result.failure()).isEqualTo(events);
  }

  private static void awaitEverythingBooked(UpProcess up, int accepted) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    up.sql("select sum(stored + duplicate_processor + duplicate_sink) from book"))
                .isEqualTo(Integer.toString(accepted)));
  }

  private static byte[] event(int second) {
    Random random = new Random(second);
    return new OutgoingEvent(
            "M1",
            START + second * 1_000L + random.nextInt(900),
            "boot",
            second,
            Map.of(
                "speed",
                random.nextInt(1_300) / 10.0,
                "soc",
                80 - second / 100.0,
                "is_charging",
                random.nextBoolean(),
                "ignition_state",
                random.nextBoolean() ? "ON" : "OFF",
                "odometer",
                1_000_000 + second * 20))
        .toJson();
  }
}
