package io.evenkeel.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VehicleKeyTest {
  @Test
  void readsWhatItWrote() {
    VehicleKey key = new VehicleKey("acme", "a/b/ü");

    assertThat(VehicleKey.fromBytes(key.toBytes())).isEqualTo(key);
  }

  @Test
  void givesNoSegmentTheKeyOfAnotherVehiclesSegment() {
    byte[] segment = new VehicleKey("acme", "v").segmentBytes(1);
    String lookalike = new String(segment, "acme/".length(), 3, StandardCharsets.UTF_8);

    assertThat(new VehicleKey("acme", lookalike).segmentBytes(1)).isNotEqualTo(segment);
    assertThat(new VehicleKey("acme", "v").segmentBytes(2)).isNotEqualTo(segment);
  }
}
