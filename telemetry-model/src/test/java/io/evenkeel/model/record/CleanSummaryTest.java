package io.evenkeel.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.record.CleanSummary.LateMinutes;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanSummaryTest {
  @Test
  void readsBackExactlyWhatWasWritten() throws MalformedRecordException {
    var summary =
        new CleanSummary(
            11, 1L << 40, 500, 480, 19, 1, List.of(new LateMinutes(2, List.of(29_833_333L))));

    assertThat(CleanSummary.parse(summary.toBytes())).isEqualTo(summary);
  }

  @Test
  void refusesBooksThatDoNotBalance() {
    assertThatThrownBy(() -> new CleanSummary(0, 0, 10, 8, 1, 0, List.of()))
        .hasMessageContaining("9 of 10");
  }

  @Test
  void refusesAHeaderThatDoesNotAddUp() {
    byte[] header =
        io.evenkeel.model.wire.CleanSummary.newBuilder().setEventsIn(3).build().toByteArray();

    assertThatThrownBy(() -> CleanSummary.parse(header))
        .isInstanceOf(MalformedRecordException.class);
  }
}
