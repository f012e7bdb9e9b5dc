package io.evenkeel.load.gateway;

import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Bodies as a collector in front of a fleet sends them: JSON without compression, every event with
 * its vehicle, a UUID, an RFC 3339 time with milliseconds and 12 signals, 383 bytes on average. The
 * vehicles of a body take turns, and each has a partition of its own, so that a body becomes as
 * many records as it has vehicles. The same seed and time make the same bodies.
 */
final class Payload {
  private static final long EVENT_EVERY_MILLIS = 1_000;

  private final String tenant;
  private final long nowMillis;
  private final SplittableRandom random;
  private int vehiclesNamed;

  /**
   * Bodies of one tenant.
   *
   * @param nowMillis time of the newest events, Unix milliseconds
   */
  Payload(String tenant, long nowMillis, long seed) {
    this.tenant = tenant;
    this.nowMillis = nowMillis;
    this.random = new SplittableRandom(seed);
  }

  /** Different bodies of one size, each of vehicles of its own. */
  List<byte[]> bodies(int batch, int count) {
    return IntStream.range(0, count).mapToObj(i -> body(batch)).toList();
  }

  /** How many vehicles, and records, a body has. */
  static int vehicles(int batch) {
    if (batch < 10) {
      return 1;
    }
    if (batch < 50) {
      return 2;
    }
    return batch < 200 ? 5 : 10;
  }

  private byte[] body(int batch) {
    List<String> vehicles = vehiclesApart(vehicles(batch));
    StringBuilder json = new StringBuilder("{\"events\":[");
    for (int i = 0; i < batch; i++) {
      json.append(i == 0 ? "" : ",");
      appendEvent(
          json,
          vehicles.get(i % vehicles.size()),
          nowMillis - (batch - i) / vehicles.size() * EVENT_EVERY_MILLIS);
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void appendEvent(StringBuilder json, String vehicle, long timeMillis) {
    json.append("{\"vehicle\":\"").append(vehicle);
    json.append("\",\"id\":\"").append(new UUID(random.nextLong(), random.nextLong()));
    json.append("\",\"time\":\"").append(text(timeMillis)).append("\",\"signals\":{");
    append(json, "speed", 2, 10, 99);
    append(json, "odometer", 1, 1e7, 9e7);
    append(json, "soc", 2, 10, 99);
    append(json, "battery_power", 2, -99_000, -10_000);
    append(json, "battery_voltage", 2, 340, 420);
    append(json, "battery_current", 2, -290, -100);
    append(json, "battery_temperature", 2, 15, 45);
    append(json, "latitude", 7, 48.1, 48.9);
    append(json, "longitude", 7, 9.1, 9.9);
    append(json, "heading", 3, 100, 359);
    append(json, "ambient_temperature", 2, 10, 30);
    json.append("\"is_charging\":").append(random.nextBoolean()).append("}}");
  }

  private void append(StringBuilder json, String name, int decimals, double min, double max) {
    json.append('"').append(name).append("\":");
    json.append(String.format(Locale.ROOT, "%." + decimals + "f", random.nextDouble(min, max)));
    json.append(',');
  }

  // Instant leaves milliseconds out where they are 0.
  private static String text(long timeMillis) {
    String seconds = Instant.ofEpochMilli(timeMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    return "%s.%03dZ"
        .formatted(seconds.substring(0, seconds.length() - 1), Math.floorMod(timeMillis, 1_000));
  }

  private List<String> vehiclesApart(int count) {
    List<String> apart = new ArrayList<>();
    BitSet taken = new BitSet();
    while (apart.size() < count) {
      String vehicle = "WEVBENCH%09d".formatted(vehiclesNamed++);
      int partition = VehiclePartition.of(tenant, vehicle, Topics.PARTITIONS_DEFAULT);
      if (!taken.get(partition)) {
        taken.set(partition);
        apart.add(vehicle);
      }
    }
    return apart;
  }
}
