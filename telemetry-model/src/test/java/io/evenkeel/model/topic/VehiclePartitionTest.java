package io.evenkeel.model.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class VehiclePartitionTest {
  @Test
  void hashesLikeKafka() {
    Random random = new Random(1);
    for (int length = 0; length < 200; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      assertThat(VehiclePartition.murmur2(key, key.length)).isEqualTo(Utils.murmur2(key));
    }
  }

  @Test
  void choosesKafkasPartitionOfTenantSlashVehicle() {
    byte[] key = "acme/WVWZZZ1KZ".getBytes(StandardCharsets.UTF_8);

    assertThat(VehiclePartition.of("acme", "WVWZZZ1KZ", 12))
        .isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 12);
  }

  @Test
  void usesAllPartitions() {
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> VehiclePartition.of("acme", "v" + i, 12)))
        .contains(IntStream.range(0, 12).boxed().toArray(Integer[]::new));
  }
}
