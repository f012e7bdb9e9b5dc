package io.evenkeel.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.model.wire.Last;
import io.evenkeel.model.wire.SignalAggregate;
import io.evenkeel.model.wire.VehicleMinute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedMinutesMessagesTest {
  private static final VehicleKey KEY = new VehicleKey("acme", "v/1");

  @Test
  void putsMinutesThatCloseTogetherIntoOneMessage() {
    List<ClosedMinutes> messages = ClosedMinutesMessages.of(KEY, 9, minutes(10, 1_000));

    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().getTenant()).isEqualTo("acme");
    assertThat(messages.getFirst().getVehicle()).isEqualTo("v/1");
    assertThat(messages.getFirst().getSourceOffset()).isEqualTo(9);
    assertThat(messages.getFirst().getMinutesCount()).isEqualTo(10);
  }

  @Test
  void cutsLargeMinutesIntoMessagesThatTheTopicTakes() {
    List<VehicleMinute> minutes = minutes(100, 50_000);

    List<ClosedMinutes> messages = ClosedMinutesMessages.of(KEY, 9, minutes);

    assertThat(messages)
        .allMatch(message -> message.getSerializedSize() < Topics.RECORD_BYTES_MAX / 2);
    assertThat(messages).flatExtracting(ClosedMinutes::getMinutesList).isEqualTo(minutes);
    assertThat(messages).extracting(ClosedMinutes::getSourceOffset).containsOnly(9L);
  }

  @Test
  void makesNoMessageOfNothing() {
    assertThat(ClosedMinutesMessages.of(KEY, 9, List.of())).isEmpty();
  }

  private static List<VehicleMinute> minutes(int count, int textLength) {
    List<VehicleMinute> minutes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Last last = Last.newBuilder().setText("x".repeat(textLength)).build();
      minutes.add(
          VehicleMinute.newBuilder()
              .setMinute(i)
              .addSignals(SignalAggregate.newBuilder().setSignal(1).setLast(last))
              .build());
    }
    return minutes;
  }
}
