package io.evenkeel.processor.dedup;

import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.hashed;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.VehicleBlock;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeduplicatorTest {
  private final SeenSequences sequences = new SeenSequences();
  private final SeenHashes hashes = new SeenHashes(new byte[SeenHashes.SEGMENTS] @Nullable [], 0);

  @Test
  void keepsWhatIsNew() {
    BitSet kept = keep(block(counted("v", 1, 1_000), hashed("v", "a", 1_000)));

    assertThat(kept.cardinality()).isEqualTo(2);
  }

  @Test
  void dropsRepeatsWithinABlock() {
    BitSet kept =
        keep(
            block(
                counted("v", 1, 1_000),
                counted("v", 1, 1_000),
                hashed("v", "a", 1_000),
                hashed("v", "a", 1_000),
                counted("v", 1, 1_001)));

    assertThat(kept.stream()).containsExactly(0, 2, 4);
  }

  @Test
  void dropsRepeatsOfEarlierBlocks() {
    keep(block(counted("v", 1, 1_000), hashed("v", "a", 1_000)));

    BitSet kept =
        keep(block(hashed("v", "a", 1_000), counted("v", 2, 2_000), counted("v", 1, 1_000)));

    assertThat(kept.stream()).containsExactly(1);
  }

  @Test
  void needsHashesOnlyForHashedIdentities() {
    VehicleBlock counted = block(counted("v", 1, 1_000));

    assertThat(Deduplicator.hasHashes(counted)).isFalse();
    assertThat(Deduplicator.hasHashes(block(counted("v", 1, 1), hashed("v", "a", 1)))).isTrue();
    assertThat(Deduplicator.keep(counted, sequences, null).cardinality()).isEqualTo(1);
  }

  private BitSet keep(VehicleBlock block) {
    return Deduplicator.keep(block, sequences, hashes);
  }
}
