package io.evenkeel.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordOutlineTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void saysWhatTheWholeRecordSays(long seed) throws Exception {
    List<VehicleBlock> blocks =
        IntStream.range(0, 1 + new Random(seed).nextInt(5))
            .mapToObj(i -> Blocks.of(new RandomEvents(seed + i).ofOneVehicle("v" + i, 1 + i * 3)))
            .toList();
    TelemetryRecord record = new TelemetryRecord("acme", 1_790_000_000_000L, "history", blocks);

    RecordOutline outline = RecordOutline.parse(record.toBytes());

    assertThat(outline)
        .isEqualTo(new RecordOutline("acme", 1_790_000_000_000L, "history", record.events()));
  }

  @Test
  void countsNothingInARecordWithoutBlocks() throws Exception {
    byte[] bytes = new TelemetryRecord("acme", 1, "", List.of()).toBytes();

    assertThat(RecordOutline.parse(bytes)).isEqualTo(new RecordOutline("acme", 1, "", 0));
  }

  @Test
  void refusesARecordWithoutTenant() {
    byte[] bytes =
        io.evenkeel.model.wire.TelemetryRecord.newBuilder()
            .setIngestTimeMs(1)
            .build()
            .toByteArray();

    assertThatThrownBy(() -> RecordOutline.parse(bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("tenant");
  }

  @Test
  void refusesABlockWithoutEvents() {
    byte[] bytes =
        io.evenkeel.model.wire.TelemetryRecord.newBuilder()
            .setTenant("acme")
            .addBlocks(io.evenkeel.model.wire.VehicleBlock.newBuilder().setVehicle("v"))
            .build()
            .toByteArray();

    assertThatThrownBy(() -> RecordOutline.parse(bytes))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void refusesBytesOfAnotherKind() {
    byte[] text = "{\"events\":[]}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> RecordOutline.parse(text))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void neverFailsInAnyOtherWay() {
    Random random = new Random(7);
    byte[] record =
        new TelemetryRecord(
                "acme", 1, "", List.of(Blocks.of(new RandomEvents(1).ofOneVehicle("v", 20))))
            .toBytes();
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = Arrays.copyOf(record, random.nextInt(record.length + 1));
      for (int j = 0; j < 3 && broken.length > 0; j++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(RecordOutline.parse(broken).tenant()).isNotEmpty();
      } catch (MalformedRecordException expected) {
        assertThat(expected).hasMessageNotContaining("acme");
      }
    }
  }
}
