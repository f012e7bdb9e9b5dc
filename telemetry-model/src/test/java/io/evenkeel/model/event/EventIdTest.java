package io.evenkeel.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventIdTest {
  private static final ReceivedSignal SPEED =
      new ReceivedSignal("speed", new SignalValue.Numeric(53.59));
  private static final ReceivedSignal CHARGING =
      new ReceivedSignal("is_charging", new SignalValue.Flag(true));
  private static final ReceivedSignal STATE =
      new ReceivedSignal("ignition_state", new SignalValue.Text("ON"));

  // Golden values: were they to change, every event that is sent again would be stored again.
  @Test
  void hashesToTheSameIdsForEver() {
    assertThat(EventId.ofSequence("", 0)).hasToString("e0022ec1-6402-8d29-8e62-a95dc1e85a25");
    assertThat(EventId.ofSequence("boot-7", 123_456_789))
        .hasToString("2d391f41-421d-8bfc-9b48-1e1f615bb0e2");
    assertThat(EventId.ofId("a3f1c9")).hasToString("3f720c3d-4dfa-8fdb-a00b-5c243c117a16");
    assertThat(EventId.ofContent(List.of(SPEED, CHARGING, STATE)))
        .hasToString("529db2bf-f2ec-875e-ba1a-91b3d71a927b");
  }

  @Test
  void isAUuidOfVersion8() {
    var uuid = EventId.ofId("x").toUuid();

    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
  }

  @Test
  void doesNotDependOnTheOrderOfSignals() {
    assertThat(EventId.ofContent(List.of(STATE, SPEED, CHARGING)))
        .isEqualTo(EventId.ofContent(List.of(SPEED, CHARGING, STATE)));
  }

  @Test
  void tellsSessionFromCounter() {
    assertThat(EventId.ofSequence("a", 1)).isNotEqualTo(EventId.ofSequence("", 1));
    assertThat(EventId.ofSequence("a", 1)).isNotEqualTo(EventId.ofSequence("a", 2));
  }

  @Test
  void tellsAnIdFromACounterOfTheSameBytes() {
    assertThat(EventId.ofId("\0\0\0\0\0\0\0\1")).isNotEqualTo(EventId.ofSequence("", 1));
  }

  @Test
  void tellsATextFromTheNumberItSpells() {
    assertThat(EventId.ofContent(List.of(new ReceivedSignal("a", new SignalValue.Text("1")))))
        .isNotEqualTo(
            EventId.ofContent(List.of(new ReceivedSignal("a", new SignalValue.Numeric(1)))));
  }

  @Test
  void tellsWhereANameEnds() {
    assertThat(EventId.ofContent(List.of(new ReceivedSignal("ab", new SignalValue.Text("c")))))
        .isNotEqualTo(
            EventId.ofContent(List.of(new ReceivedSignal("a", new SignalValue.Text("bc")))));
  }
}
