package io.evenkeel.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.EventId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes are the contract: they equal what protobuf's own builders write. */
class EncoderPropertyTest {
  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, Long.getLong("seeds", 300)) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eventsGiveTheBytesOfTheReference(long seed) throws MalformedRecordException {
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed);
    List<VehicleBlock> blocks = new ArrayList<>();
    for (int v = 0; v <= random.nextInt(4); v++) {
      blocks.add(Blocks.of(events.ofOneVehicle("vehicle-" + v, 1 + random.nextInt(200))));
    }
    TelemetryRecord record = record(random, blocks);

    assertThat(record.toBytes()).isEqualTo(ReferenceEncoder.encode(record));
    TelemetryRecord read = TelemetryRecord.parse(record.toBytes());
    assertThat(read.toBytes()).isEqualTo(record.toBytes());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decimalsGiveTheBytesOfTheirDoubles(long seed) {
    Random random = new Random(seed);
    VehicleBlockBuilder decimals = new VehicleBlockBuilder("v");
    VehicleBlockBuilder doubles = new VehicleBlockBuilder("v");
    int signals = 1 + random.nextInt(300);
    int digits = 1 + random.nextInt(16);
    int scaleMax = random.nextInt(16);
    for (int e = 0; e <= random.nextInt(20); e++) {
      decimals.beginHashed(e, new EventId(e, e));
      doubles.beginHashed(e, new EventId(e, e));
      for (int signal = 1; signal <= signals; signal++) {
        if (random.nextInt(8) == 0) {
          continue;
        }
        long integer = integer(random, digits);
        int scale = random.nextInt(scaleMax + 1);
        double value = BigDecimal.valueOf(integer, scale).doubleValue();
        decimals.decimal(signal, "", integer, scale);
        doubles.number(signal, "", value);
      }
    }

    TelemetryRecord quick = record(random, List.of(decimals.build()));
    TelemetryRecord searched = record(random, List.of(doubles.build()));

    assertThat(ReferenceEncoder.encode(quick)).isEqualTo(quick.toBytes());
    assertThat(quick.blocks().getFirst().columns())
        .usingRecursiveComparison()
        .isEqualTo(searched.blocks().getFirst().columns());
  }

  private static long integer(Random random, int digits) {
    long integer = random.nextLong((long) Math.pow(10, Math.min(digits, 15)));
    long rounded = random.nextBoolean() ? integer : integer / 1_000 * 1_000;
    return random.nextBoolean() ? rounded : -rounded;
  }

  private static TelemetryRecord record(Random random, List<VehicleBlock> blocks) {
    return random.nextBoolean()
        ? new TelemetryRecord("acme", 1_790_000_000_123L, "job-1", blocks)
        : new TelemetryRecord("acme", random.nextInt(3) - 1, "", blocks);
  }
}
