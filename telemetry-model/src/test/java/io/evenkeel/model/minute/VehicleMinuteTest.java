package io.evenkeel.model.minute;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.SignalValue;
import org.junit.jupiter.api.Test;

class VehicleMinuteTest {
  @Test
  void putsTimesBeforeTheEpochIntoTheMinuteThatHoldsThem() {
    assertThat(VehicleMinute.minuteOf(-1)).isEqualTo(-1);
    assertThat(VehicleMinute.minuteOf(59_999)).isZero();
    assertThat(VehicleMinute.minuteOf(60_000)).isEqualTo(1);
  }

  @Test
  void keepsTheGreaterOfTwoValuesAtTheSameTime() {
    var last = new SignalAggregate.Last(7, new SignalValue.Numeric(1));

    assertThat(last.add(7, new SignalValue.Numeric(2)).value())
        .isEqualTo(new SignalValue.Numeric(2));
    assertThat(last.add(7, new SignalValue.Numeric(0))).isSameAs(last);
    assertThat(last.add(6, new SignalValue.Numeric(9))).isSameAs(last);
  }

  @Test
  void ordersTextsAsPostgresDoesByTheirBytes() {
    SignalValue beyondTheBasicPlane = new SignalValue.Text("\uD83D\uDE97");
    SignalValue privateUse = new SignalValue.Text("\uE000");

    assertThat(SignalValueOrder.compare(beyondTheBasicPlane, privateUse)).isPositive();
  }
}
