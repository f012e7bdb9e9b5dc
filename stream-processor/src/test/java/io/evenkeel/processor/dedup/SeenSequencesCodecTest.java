package io.evenkeel.processor.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.evenkeel.processor.wire.SeenRanges;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenSequencesCodecTest {
  private static final long START_MILLIS = 1_790_000_000_000L;

  @Test
  void takesTwentyBytesForARegularDevice() {
    SeenSequences seen = new SeenSequences();
    for (long seq = 0; seq < 100_000; seq++) {
      seen.add("", seq, START_MILLIS + seq * 1_000);
    }

    assertThat(SeenSequencesCodec.encode(seen).getSerializedSize()).isLessThanOrEqualTo(20);
  }

  @Test
  void takesThreeHundredBytesForAClockThatJitters() {
    SeenSequences seen = new SeenSequences();
    Random random = new Random(1);
    for (long seq = 0; seq < 10_000; seq++) {
      seen.add("", seq, START_MILLIS + seq * 1_000 + random.nextInt(-20, 20));
    }

    assertThat(seen.size()).isEqualTo(SeenSequences.RANGES_MAX);
    assertThat(SeenSequencesCodec.encode(seen).getSerializedSize()).isLessThanOrEqualTo(300);
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(SeenSequencesCodec.decode(SeenRanges.getDefaultInstance()).size()).isZero();
  }

  @Test
  void refusesASessionThatIsNotThere() {
    SeenRanges damaged =
        SeenRanges.newBuilder().setRanges(ByteString.copyFrom(new byte[] {0, 3, 0, 0})).build();

    assertThatThrownBy(() -> SeenSequencesCodec.decode(damaged))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesTruncatedRanges() {
    SeenSequences seen = new SeenSequences();
    seen.add("", 100, START_MILLIS);
    SeenRanges whole = SeenSequencesCodec.encode(seen);
    SeenRanges damaged = whole.toBuilder().setRanges(whole.getRanges().substring(0, 4)).build();

    assertThatThrownBy(() -> SeenSequencesCodec.decode(damaged))
        .isInstanceOf(IllegalStateException.class);
  }
}
