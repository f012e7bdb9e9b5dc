package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.wire.SignalReading;
import io.evenkeel.model.wire.TelemetryBatch;
import io.evenkeel.model.wire.TelemetryEvent;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProtobufTest {
  private static final long NOW_MILLIS = Bodies.NOW.toEpochMilli();

  @Test
  void batchMeansTheSameAsInJson() {
    TelemetryBatch batch =
        TelemetryBatch.newBuilder()
            .setVehicle("w")
            .addEvents(event().setSeq(0).setSession("boot"))
            .addEvents(event().clearTimeMs().setAgeMs(5_000).setId("a").setVehicle("v"))
            .addEvents(event().addSignals(number("newThing", 7)).addSignals(text("note", "ä€")))
            .build();
    String json =
        """
        {"vehicle":"w","events":[
          {"time":%1$d,"seq":0,"session":"boot","signals":{"speed":71.5,"isMoving":true}},
          {"age_ms":5000,"id":"a","vehicle":"v","signals":{"speed":71.5,"isMoving":true}},
          {"time":%1$d,"signals":{"speed":71.5,"isMoving":true,"newThing":7,"note":"ä€"}}]}\
        """
            .formatted(NOW_MILLIS);

    DecodedBatch.Events events = Bodies.events(decode(batch));

    assertThat(events.rejected()).isEmpty();
    assertThat(Bodies.accepted(events))
        .isEqualTo(Bodies.accepted(Bodies.events(Bodies.decode(json))));
  }

  @Test
  void fieldThatTheGatewayDoesNotKnowRejectsItsEventOnly() {
    TelemetryEvent newer =
        event()
            .setId("newer")
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();
    TelemetryBatch batch =
        TelemetryBatch.newBuilder()
            .setVehicle("v")
            .addEvents(event().setId("good"))
            .addEvents(newer)
            .build();

    DecodedBatch.Events events = Bodies.events(decode(batch));

    assertThat(events.accepted()).isEqualTo(1);
    RejectedEvent rejected = events.rejected().getFirst();
    Rejection rejection = rejected.rejection();
    assertThat(rejection.index()).isEqualTo(1);
    assertThat(rejection.id()).isEqualTo("newer");
    assertThat(rejection.code()).isEqualTo(ErrorCode.UNKNOWN_MEMBER);
    assertThat(rejection.detail()).contains("TelemetryEvent").contains("99");
    assertThat(rejected.original().bytes()).isEqualTo(newer.toByteArray());
    assertThat(rejected.format()).isEqualTo(BatchFormat.PROTOBUF);
  }

  @Test
  void rulesAreThoseOfJson() {
    assertThat(rejection(event().clearSignals())).isEqualTo(ErrorCode.NO_SIGNALS);
    assertThat(rejection(event().clearTimeMs())).isEqualTo(ErrorCode.TIME_MISSING);
    assertThat(rejection(event().setAgeMs(1))).isEqualTo(ErrorCode.TIME_INVALID);
    assertThat(rejection(event().setSeq(-1))).isEqualTo(ErrorCode.IDENTITY_INVALID);
    assertThat(rejection(event().setVehicle("a/b"))).isEqualTo(ErrorCode.VEHICLE_INVALID);
    assertThat(rejection(event().addSignals(number("speed", 1))))
        .isEqualTo(ErrorCode.DUPLICATE_SIGNAL);
    assertThat(rejection(event().addSignals(number("soc", 101))))
        .isEqualTo(ErrorCode.SIGNAL_OUT_OF_RANGE);
    assertThat(rejection(event().addSignals(number("x", Double.NaN))))
        .isEqualTo(ErrorCode.SIGNAL_VALUE_INVALID);
    assertThat(rejection(event().addSignals(text("soc", "full"))))
        .isEqualTo(ErrorCode.SIGNAL_TYPE_MISMATCH);
    assertThat(rejection(event().addSignals(number("", 1))))
        .isEqualTo(ErrorCode.SIGNAL_NAME_INVALID);
    TelemetryEvent.Builder many = event();
    IntStream.range(0, 200).forEach(i -> many.addSignals(number("s" + i, i)));
    assertThat(rejection(many)).isEqualTo(ErrorCode.TOO_MANY_SIGNALS);
  }

  @Test
  void refusesBytesThatAreNoBatchWhereverTheyEnd() {
    byte[] body =
        TelemetryBatch.newBuilder().setVehicle("v").addEvents(event()).build().toByteArray();

    int whole = "v".length() + 2;
    for (int length = 1; length < body.length; length++) {
      DecodedBatch cut = decode(Arrays.copyOf(body, length));
      if (length == whole) {
        assertThat(Bodies.events(cut).accepted()).isZero();
      } else {
        assertThat(Bodies.refusal(cut).code()).isEqualTo(ErrorCode.MALFORMED_PROTOBUF);
      }
    }
    assertThat(Bodies.refusal(decode(new byte[] {(byte) 0x98, 6, 1})).code())
        .isEqualTo(ErrorCode.MALFORMED_PROTOBUF);
  }

  @Test
  void refusesTextsThatAreNotUtf8() {
    byte[] body = TelemetryBatch.newBuilder().setVehicle("v").build().toByteArray();
    body[body.length - 1] = (byte) 0xff;

    assertThat(Bodies.refusal(decode(body)).code()).isEqualTo(ErrorCode.MALFORMED_PROTOBUF);
  }

  @Test
  void countsMessagesBeforeItKeepsThem() {
    byte[] emptyEvents = new byte[8 << 20];
    byte[] emptySignals = new byte[8 << 20];
    for (int at = 0; at < emptyEvents.length; at += 2) {
      emptyEvents[at] = 0x12;
      emptySignals[at] = 0x3a;
    }

    assertThat(Bodies.refusal(decode(emptyEvents)).code()).isEqualTo(ErrorCode.TOO_MANY_EVENTS);
    ByteString event = ByteString.copyFrom(emptySignals, 0, 4 << 20);
    byte[] oneEvent =
        ByteString.copyFrom(new byte[] {0x12, (byte) 0x80, (byte) 0x80, (byte) 0x80, 2})
            .concat(event)
            .toByteArray();
    assertThat(Bodies.events(decode(oneEvent)).rejections())
        .extracting(Rejection::code)
        .containsExactly(ErrorCode.SIGNAL_NAME_INVALID);
  }

  private static ErrorCode rejection(TelemetryEvent.Builder event) {
    TelemetryBatch batch = TelemetryBatch.newBuilder().setVehicle("v").addEvents(event).build();
    DecodedBatch.Events events = Bodies.events(decode(batch));
    assertThat(events.accepted()).isZero();
    return events.rejections().getFirst().code();
  }

  private static TelemetryEvent.Builder event() {
    return TelemetryEvent.newBuilder()
        .setTimeMs(NOW_MILLIS)
        .addSignals(number("speed", 71.5))
        .addSignals(SignalReading.newBuilder().setName("isMoving").setFlag(true));
  }

  private static SignalReading number(String name, double value) {
    return SignalReading.newBuilder().setName(name).setNumber(value).build();
  }

  private static SignalReading text(String name, String value) {
    return SignalReading.newBuilder().setName(name).setText(value).build();
  }

  private static DecodedBatch decode(TelemetryBatch batch) {
    return decode(batch.toByteArray());
  }

  private static DecodedBatch decode(byte[] body) {
    return Bodies.DECODER.decode(body, ContentCoding.IDENTITY, BatchFormat.PROTOBUF, Bodies.ANYONE);
  }
}
