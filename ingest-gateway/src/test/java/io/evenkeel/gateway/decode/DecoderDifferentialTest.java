package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The scanning decoder gives what the reference gives, for whatever body. {@code
 * -Ddifferential.bodies=5000000} asks for more bodies, {@code -Dseed=} for the one of a failure.
 */
class DecoderDifferentialTest {
  private static final int BODIES_A_SEED = 100;
  private static final int VARIANTS = 4;
  private static final DecodeConfig FEW =
      new DecodeConfig(
          1 << 20, 8 << 20, 4, Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofDays(3_653));
  private static final ScanningDecoder SCANNING = new ScanningDecoder(DecodeConfig.DEFAULT);
  private static final BatchDecoder REFERENCE = new BatchDecoder(DecodeConfig.DEFAULT);
  private static final ScanningDecoder SCANNING_FEW = new ScanningDecoder(FEW);
  private static final BatchDecoder REFERENCE_FEW = new BatchDecoder(FEW);
  private static final TenantMapping ALIASES =
      new TenantMapping(
          SignalCatalogue.standard(),
          List.of(
              alias(TenantAlias.Kind.SIGNAL, "tempo knots", "speed", 1.852, 0),
              alias(TenantAlias.Kind.SIGNAL, "SOC", "battery_temperature", 0.5, -3),
              alias(TenantAlias.Kind.SIGNAL, "heat", "is_moving", 1, 0),
              alias(TenantAlias.Kind.SIGNAL, "größe", "odometer", 1, 0),
              alias(TenantAlias.Kind.MEMBER, "ts", "time", 1, 0),
              alias(TenantAlias.Kind.MEMBER, "vin", "vehicle", 1, 0),
              alias(TenantAlias.Kind.MEMBER, "id", "vehicle", 1, 0),
              alias(TenantAlias.Kind.MEMBER, "note", "nothing", 1, 0)));

  @Test
  void bothDecodersAgree() {
    long bodies = Long.getLong("differential.bodies", 100_000);
    Long chosen = Long.getLong("seed");
    AtomicLong scanned = new AtomicLong();
    LongStream seeds =
        chosen == null ? LongStream.range(0, bodies / BODIES_A_SEED) : LongStream.of(chosen);
    seeds.parallel().forEach(seed -> scanned.addAndGet(compareBodies(seed)));

    // Else nothing would have been compared.
    assertThat(scanned.get()).isGreaterThan(chosen == null ? bodies / VARIANTS / 4 : 0);
  }

  @Test
  void bothDecodersAgreeOnEveryBeginningOfABody() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      RandomBodies bodies = new RandomBodies(random, seed % 2 * 8);
      BatchFormat format = seed % 4 < 2 ? BatchFormat.JSON : BatchFormat.NDJSON;
      byte[] body = body(bodies, format, 2);
      for (int length = 0; length <= body.length; length++) {
        compare(
            SCANNING, REFERENCE, Arrays.copyOf(body, length), format, rights(random), "" + seed);
      }
    }
  }

  @Test
  void plainBodiesNeedNoReference() {
    Random random = new Random(1);
    RandomBodies bodies = new RandomBodies(random, 0);
    for (int i = 0; i < 1_000; i++) {
      BatchFormat format = random.nextBoolean() ? BatchFormat.JSON : BatchFormat.NDJSON;

      assertThat(SCANNING.scan(body(bodies, format, 3), format, Bodies.ANYONE)).isNotNull();
    }
  }

  private static long compareBodies(long seed) {
    Random random = new Random(seed);
    long scanned = 0;
    for (int i = 0; i < BODIES_A_SEED / VARIANTS; i++) {
      RandomBodies bodies = new RandomBodies(random, random.nextInt(3) * 4);
      BatchFormat format = random.nextInt(3) > 0 ? BatchFormat.JSON : BatchFormat.NDJSON;
      byte[] body = body(bodies, format, random.nextInt(random.nextInt(20) == 0 ? 30 : 6));
      boolean few = random.nextInt(20) == 0;
      // Making a body costs more than decoding it: each is sent whole and in some broken forms.
      for (int variant = 0; variant < VARIANTS; variant++) {
        compare(
            few ? SCANNING_FEW : SCANNING,
            few ? REFERENCE_FEW : REFERENCE,
            variant == 0 ? body : bodies.mutated(body),
            format,
            rights(random),
            seed + ", body " + i);
      }
      scanned += SCANNING.scan(body, format, Bodies.ANYONE) == null ? 0 : 1;
    }
    return scanned;
  }

  private static void compare(
      ScanningDecoder scanning,
      BatchDecoder reference,
      byte[] body,
      BatchFormat format,
      SendingRights rights,
      String seed) {
    DecodedBatch expected = reference.decode(body, format, rights);
    DecodedBatch actual = decode(scanning, body, format, rights, seed);
    String difference = difference(expected, actual);
    if (difference != null) {
      fail(
          "Seed %s, %s: %s%nreference %s%nscanning %s%nbody %s",
          seed, rights.lane(), difference, expected, actual, text(body));
    }
  }

  private static DecodedBatch decode(
      ScanningDecoder scanning,
      byte[] body,
      BatchFormat format,
      SendingRights rights,
      String seed) {
    try {
      return scanning.decode(body, ContentCoding.IDENTITY, format, rights);
    } catch (RuntimeException e) {
      throw new AssertionError("Seed " + seed + ", body " + text(body), e);
    }
  }

  private static @Nullable String difference(DecodedBatch expected, DecodedBatch actual) {
    if (expected instanceof DecodedBatch.Events e && actual instanceof DecodedBatch.Events a) {
      if (!e.rejected().equals(a.rejected())) {
        return "rejections";
      }
      return e.vehicles().size() == a.vehicles().size() ? difference(e, a) : "vehicles";
    }
    return expected.equals(actual) ? null : "results";
  }

  private static @Nullable String difference(
      DecodedBatch.Events expected, DecodedBatch.Events actual) {
    for (int i = 0; i < expected.vehicles().size(); i++) {
      VehicleEvents e = expected.vehicles().get(i);
      VehicleEvents a = actual.vehicles().get(i);
      if (!Arrays.equals(e.indexes(), a.indexes()) || !Arrays.equals(e.ids(), a.ids())) {
        return "events of vehicle " + i;
      }
      // The bytes hold all of it: vehicle, times, identities, values by their bits, and their
      // order.
      if (!Arrays.equals(recordOf(e), recordOf(a))) {
        return "contents of vehicle " + i;
      }
    }
    return null;
  }

  private static byte[] recordOf(VehicleEvents events) {
    return new TelemetryRecord("acme", 1, "", List.of(events.block())).toBytes();
  }

  private static byte[] body(RandomBodies bodies, BatchFormat format, int events) {
    return format == BatchFormat.JSON ? bodies.batch(events) : bodies.lines(events);
  }

  private static SendingRights rights(Random random) {
    return new SendingRights(
        random.nextBoolean() ? Lane.LIVE : Lane.BACKFILL,
        random.nextInt(10) == 0 ? "mine" : random.nextInt(10) == 0 ? "v" : "",
        random.nextInt(3) == 0 ? ALIASES : Bodies.NO_ALIASES,
        Bodies.NOW.toEpochMilli());
  }

  private static TenantAlias alias(
      TenantAlias.Kind kind, String received, String target, double scale, double offset) {
    return new TenantAlias("acme", kind, received, target, scale, offset, 0);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
