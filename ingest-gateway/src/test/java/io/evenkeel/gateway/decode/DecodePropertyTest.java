package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.wire.SignalReading;
import io.evenkeel.model.wire.TelemetryBatch;
import io.evenkeel.model.wire.TelemetryEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecodePropertyTest {
  private static final String[] BROKEN = {
    "1",
    "-12.5e3",
    "true",
    "\"ein \\\"Text\\\" – mit ü\"",
    "[ [1, {\"a\":\"]\"}], 2 ]",
    "{}",
    "{ \"ü\" : {\"vehicle\":\"€\"} , \"note\":\"}],\" }",
    "{\"vehicle\":\"v\"}",
    "{\"vehicle\":\"v\",\"age_ms\":0,\"signals\":{\"speed\":1e9}}",
    "{\"vehicle\":\"v\",\"age_ms\":0,\"signals\":{\"x\":[{\"y\":[]}]}}",
    "{\"vehicle\":\"v\",\"age_ms\":0,\"extra\":{\"a\":{\"b\":1}},\"signals\":{\"speed\":1}}"
  };

  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 200) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEventIsEitherAcceptedOrRejectedAtItsPlace(long seed) {
    Random random = new Random(seed);
    List<String> events = new ArrayList<>();
    List<Integer> broken = new ArrayList<>();
    for (int i = 0; i < random.nextInt(40); i++) {
      if (random.nextInt(4) == 0) {
        broken.add(i);
        events.add(BROKEN[random.nextInt(BROKEN.length)]);
      } else {
        events.add(validEvent(random));
      }
    }

    String separator = List.of(",", " ,\n\t ", "\r\n, ").get(random.nextInt(3));
    DecodedBatch.Events json =
        Bodies.events(Bodies.decode("{\"events\": [ " + String.join(separator, events) + " ]}"));
    DecodedBatch.Events ndjson =
        Bodies.events(Bodies.decode(String.join("\n", events), BatchFormat.NDJSON, Bodies.ANYONE));

    assertThat(json.rejections()).extracting(Rejection::index).isEqualTo(broken);
    assertThat(json.accepted()).isEqualTo(events.size() - broken.size());
    assertThat(Bodies.accepted(ndjson)).isEqualTo(Bodies.accepted(json));
    assertThat(ndjson.rejections()).isEqualTo(json.rejections());
    List<String> originals = broken.stream().map(events::get).toList();
    assertThat(originals(json)).isEqualTo(originals);
    assertThat(originals(ndjson)).isEqualTo(originals);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyBytesGiveAnAnswer(long seed) {
    Random random = new Random(seed);
    byte[] body =
        ("{\"vehicle\":\"w\",\"events\":[" + validEvent(random) + "," + validEvent(random) + "]}")
            .getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 50; round++) {
      byte[] mutated = body.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        mutated[random.nextInt(mutated.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt()
                : (byte) "{}[],:\"\\0e-.nt".charAt(random.nextInt(14));
      }

      for (BatchFormat format : BatchFormat.values()) {
        DecodedBatch batch =
            Bodies.DECODER.decode(mutated, ContentCoding.IDENTITY, format, Bodies.ANYONE);

        assertThat(isPossible(batch)).as(new String(mutated, StandardCharsets.ISO_8859_1)).isTrue();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyBytesOfProtobufGiveAnAnswer(long seed) {
    Random random = new Random(seed);
    byte[] body =
        TelemetryBatch.newBuilder()
            .addEvents(
                TelemetryEvent.newBuilder()
                    .setVehicle("v")
                    .setTimeMs(Bodies.NOW.toEpochMilli())
                    .setSeq(random.nextLong(1 << 20))
                    .addSignals(SignalReading.newBuilder().setName("speed").setNumber(1))
                    .addSignals(SignalReading.newBuilder().setName("note").setText("ä")))
            .build()
            .toByteArray();
    for (int round = 0; round < 50; round++) {
      byte[] mutated = body.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }

      DecodedBatch batch =
          Bodies.DECODER.decode(
              mutated, ContentCoding.IDENTITY, BatchFormat.PROTOBUF, Bodies.ANYONE);

      assertThat(isPossible(batch)).as(HexFormat.of().formatHex(mutated)).isTrue();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsTimesAsTheJdkDoes(long seed) {
    Random random = new Random(seed);
    Instant instant = Bodies.NOW.minusNanos((long) (random.nextDouble() * 29 * 86_400e9));
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1_439) - 719));
    String text =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.ofInstant(instant, offset));
    // The JDK leaves out seconds of zero, RFC 3339 does not.
    String time =
        text.matches(".*T\\d\\d:\\d\\d[Z+-].*")
            ? text.replaceFirst("(T\\d\\d:\\d\\d)", "$1:00")
            : text;

    assertThat(
            Bodies.single("\"vehicle\":\"v\",\"signals\":{\"speed\":1},\"time\":\"" + time + "\"")
                .timeMillis())
        .isEqualTo(instant.toEpochMilli());
  }

  private static boolean isPossible(DecodedBatch batch) {
    return switch (batch) {
      case DecodedBatch.Events events ->
          events.rejected().stream().allMatch(r -> r.rejection().code().isPerEvent())
              && Bodies.accepted(events).stream().allMatch(a -> a.event().timeMillis() > 0);
      case DecodedBatch.Refused(var problem) ->
          problem.code() == ErrorCode.MALFORMED_JSON
              || problem.code() == ErrorCode.MALFORMED_BATCH
              || problem.code() == ErrorCode.MALFORMED_PROTOBUF;
    };
  }

  private static List<String> originals(DecodedBatch.Events batch) {
    return batch.rejected().stream()
        .map(event -> new String(event.original().bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  private static String validEvent(Random random) {
    String identity =
        switch (random.nextInt(3)) {
          case 0 -> "\"seq\":" + random.nextLong(Long.MAX_VALUE) + ",";
          case 1 -> "\"id\":\"" + Long.toHexString(random.nextLong()) + "\",";
          default -> "";
        };
    return "{\"vehicle\":\"v"
        + random.nextInt(5)
        + "\",\"age_ms\":"
        + random.nextInt(1_000_000)
        + ","
        + identity
        + "\"signals\":{\"speed\":"
        + random.nextDouble(200)
        + ",\"isMoving\":"
        + random.nextBoolean()
        + ",\"note\":\"ä\\\"€\"}}";
  }
}
