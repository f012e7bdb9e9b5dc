package io.evenkeel.gateway.decode;

import static io.evenkeel.gateway.decode.Bodies.decode;
import static io.evenkeel.gateway.decode.Bodies.events;
import static io.evenkeel.gateway.decode.Bodies.refusal;
import static io.evenkeel.gateway.decode.Bodies.rejection;
import static io.evenkeel.gateway.decode.Bodies.single;
import static io.evenkeel.gateway.decode.Bodies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.gateway.problem.TextPosition;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.topic.Lane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchDecoderTest {
  @Test
  void decodesEveryMemberOfAnEvent() {
    Event event =
        single(
            "\"vehicle\":\"v-1\",\"time\":\"2026-11-21T11:59:59.123Z\",\"seq\":7,"
                + "\"session\":\"boot\",\"signals\":{\"speed\":50,\"newThing\":\"x\"}");

    assertThat(event.vehicle()).isEqualTo("v-1");
    assertThat(event.timeMillis()).isEqualTo(Bodies.NOW.toEpochMilli() - 877);
    assertThat(event.identity()).isEqualTo(new EventIdentity.Sequence("boot", 7));
    assertThat(event.signals()).singleElement().hasFieldOrPropertyWithValue("signalId", 1);
    assertThat(event.extras())
        .containsExactly(new ReceivedSignal("newThing", new SignalValue.Text("x")));
  }

  @Test
  void batchVehicleStandsForEventsThatNameNoneWhereverItStands() {
    String json =
        "{\"events\":[{\"age_ms\":0,\"signals\":{\"speed\":1}},{"
            + with("\"seq\":1")
            + "}],\"vehicle\":\"whole\"}";

    assertThat(Bodies.accepted(events(decode(json))))
        .extracting(accepted -> accepted.event().vehicle())
        .containsExactly("whole", "v");
  }

  @Test
  void emptyBatchHasNoEventsAndNoRejections() {
    DecodedBatch.Events batch = events(decode("{\"events\":[]}"));

    assertThat(batch.accepted()).isZero();
    assertThat(batch.rejections()).isEmpty();
  }

  @Test
  void invalidEventLeavesTheOthersAlone() {
    String json =
        "{\"events\":[{"
            + with("\"id\":\"a\"")
            + "},{\"vehicle\":\"v\",\"id\":\"b\",\"time\":\"2026-11-21T13:00:00Z\",\"signals\":{\"speed\":1}},{"
            + with("\"id\":\"c\"")
            + "}]}";

    DecodedBatch.Events batch = events(decode(json));

    assertThat(Bodies.accepted(batch)).extracting(AcceptedEvent::index).containsExactly(0, 2);
    assertThat(Bodies.accepted(batch)).extracting(AcceptedEvent::id).containsExactly("a", "c");
    Rejection rejection = batch.rejections().getFirst();
    assertThat(rejection.index()).isEqualTo(1);
    assertThat(rejection.id()).isEqualTo("b");
    assertThat(rejection.code()).isEqualTo(ErrorCode.EVENT_TIME_IN_FUTURE);
  }

  @Test
  void namesThePlaceWhereTheBodyIsNotJson() {
    Problem problem = refusal(decode("{\"events\":[\n  {\"vehicle\":\"v\", oops}]}"));

    assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(problem.position()).isEqualTo(new TextPosition(2, 19, 30));
    assertThat(problem.detail()).contains("line 2").doesNotContain("oops");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "{\"events\":[",
        "{\"events\":[{}]",
        "{\"events\":[{}],}",
        "{\"events\":[NaN]}",
        "{'events':[]}",
        "nonsense",
        "{\"events\":[{\"vehicle\":\"\u0001\"}]}",
        "{\"events\":[{\"signals\":{\"\\udc00\":1}}]}",
        "{\"events\":[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void refusesWhatIsNotJson(String body) {
    assertThat(refusal(decode(body)).code()).isEqualTo(ErrorCode.MALFORMED_JSON);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] body = Bodies.batchOf(with("\"id\":\"?\"")).getBytes(StandardCharsets.US_ASCII);
    body[new String(body, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xff;

    DecodedBatch batch =
        Bodies.DECODER.decode(body, ContentCoding.IDENTITY, BatchFormat.JSON, Bodies.ANYONE);

    assertThat(refusal(batch).code()).isEqualTo(ErrorCode.MALFORMED_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "\"text\"",
        "null",
        "{}",
        "{\"vehicle\":\"v\"}",
        "{\"events\":{}}",
        "{\"events\":null}",
        "{\"events\":[],\"events\":[]}",
        "{\"vehicle\":\"a\",\"vehicle\":\"b\",\"events\":[]}",
        "{\"vehicle\":5,\"events\":[]}",
        "{\"tenant\":\"other\",\"events\":[]}",
        "{\"events\":[]} {}",
        "{\"events\":[]} 1"
      })
  void refusesJsonThatIsNoBatch(String body) {
    assertThat(refusal(decode(body)).code()).isEqualTo(ErrorCode.MALFORMED_BATCH);
  }

  @Test
  void takesAsManyEventsAsTheLimitSays() {
    assertThat(events(decode(batchOf(5_000))).accepted()).isEqualTo(5_000);
  }

  @Test
  void refusesOneEventMoreThanTheLimit() {
    assertThat(refusal(decode(batchOf(5_001))).code()).isEqualTo(ErrorCode.TOO_MANY_EVENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"text\"", "null", "[1,[2]]"})
  void rejectsElementsThatAreNoEvents(String element) {
    DecodedBatch.Events batch = events(decode("{\"events\":[" + element + "]}"));

    assertThat(batch.rejections())
        .extracting(Rejection::code)
        .containsExactly(ErrorCode.MALFORMED_EVENT);
  }

  @Test
  void namesTheMemberThatMeansNothing() {
    Rejection rejection = rejection(with("\"tyres\":{\"deep\":[1,2]}"));

    assertThat(rejection.code()).isEqualTo(ErrorCode.UNKNOWN_MEMBER);
    assertThat(rejection.detail()).contains("\"tyres\"");
  }

  @Test
  void rejectsMemberThatStandsThereTwice() {
    assertThat(rejection(with("\"vehicle\":\"w\"")).code()).isEqualTo(ErrorCode.DUPLICATE_MEMBER);
    assertThat(rejection(with("\"id\":null,\"id\":\"a\"")).code())
        .isEqualTo(ErrorCode.DUPLICATE_MEMBER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"vehicle\":1",
        "\"vehicle\":[\"v\"]",
        "\"vehicle\":\"v\",\"time\":1.5",
        "\"vehicle\":\"v\",\"time\":true",
        "\"vehicle\":\"v\",\"time\":99999999999999999999",
        "\"vehicle\":\"v\",\"age_ms\":\"5\"",
        "\"vehicle\":\"v\",\"seq\":1.0",
        "\"vehicle\":\"v\",\"seq\":\"1\"",
        "\"vehicle\":\"v\",\"seq\":9223372036854775808",
        "\"vehicle\":\"v\",\"session\":7",
        "\"vehicle\":\"v\",\"id\":7",
        "\"vehicle\":\"v\",\"signals\":[1]",
        "\"vehicle\":\"v\",\"signals\":\"speed\""
      })
  void rejectsMembersOfTheWrongType(String members) {
    assertThat(rejection(members).code()).isEqualTo(ErrorCode.MALFORMED_EVENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a\\u0000b", "tab\\t", "\\ud800"})
  void rejectsVehicleNamesThatCannotBeUsed(String name) {
    String members = "\"vehicle\":\"" + name + "\",\"age_ms\":0,\"signals\":{\"speed\":1}";

    assertThat(rejection(members).code()).isEqualTo(ErrorCode.VEHICLE_INVALID);
  }

  @Test
  void countsCharactersOfVehicleNamesNotBytes() {
    String longest = "🚗".repeat(64);

    assertThat(single(vehicle(longest)).vehicle()).isEqualTo(longest);
    assertThat(rejection(vehicle(longest + "x")).code()).isEqualTo(ErrorCode.VEHICLE_INVALID);
  }

  @Test
  void rejectsEventWithoutVehicle() {
    assertThat(rejection("\"age_ms\":0,\"signals\":{\"speed\":1}").code())
        .isEqualTo(ErrorCode.VEHICLE_MISSING);
  }

  @Test
  void rejectsVehicleThatTheKeyIsNotBoundTo() {
    SendingRights bound =
        new SendingRights(Lane.LIVE, "mine", Bodies.NO_ALIASES, Bodies.NOW.toEpochMilli());

    assertThat(rejection(with("\"seq\":1"), bound).code()).isEqualTo(ErrorCode.VEHICLE_NOT_ALLOWED);
  }

  @Test
  void identityIsTheIdWhereTheDeviceChoosesOne() {
    assertThat(single(with("\"id\":\"abc\"")).identity())
        .isEqualTo(new EventIdentity.Hashed(EventId.ofId("abc")));
  }

  @Test
  void identityIsTheContentAsReceivedWhereTheDeviceSendsNone() {
    Event event = single(Bodies.withSignals("\"speed_mph\":10,\"isMoving\":true,\"x\":null"));

    assertThat(event.identity())
        .isEqualTo(
            new EventIdentity.Hashed(
                EventId.ofContent(
                    List.of(
                        new ReceivedSignal("speed_mph", new SignalValue.Numeric(10)),
                        new ReceivedSignal("isMoving", new SignalValue.Flag(true))))));
  }

  @Test
  void sequenceWithoutSessionIsOfTheEmptySession() {
    assertThat(single(with("\"seq\":0,\"session\":null")).identity())
        .isEqualTo(new EventIdentity.Sequence("", 0));
    assertThat(single(with("\"seq\":9223372036854775807")).identity())
        .isEqualTo(new EventIdentity.Sequence("", Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"seq\":-1",
        "\"seq\":1,\"id\":\"a\"",
        "\"session\":\"s\"",
        "\"session\":\"s\",\"id\":\"a\"",
        "\"id\":\"\"",
        "\"id\":\"a\\u0000\"",
        "\"seq\":1,\"session\":\"\\udfff\"",
        "\"id\":\"65aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "\"seq\":1,\"session\":\"65aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""
      })
  void rejectsIdentitiesThatCannotBeUsed(String members) {
    assertThat(rejection(with(members)).code()).isEqualTo(ErrorCode.IDENTITY_INVALID);
  }

  private static String vehicle(String name) {
    return "\"vehicle\":\"" + name + "\",\"age_ms\":0,\"signals\":{\"speed\":1}";
  }

  private static String batchOf(int events) {
    return IntStream.range(0, events)
        .mapToObj(i -> "{\"age_ms\":0,\"seq\":" + i + ",\"signals\":{\"speed\":1}}")
        .collect(Collectors.joining(",", "{\"vehicle\":\"v\",\"events\":[", "]}"));
  }

  @Test
  void answersBytesThatAreNoUtf8TheSameWhateverCameBefore() {
    String template =
        "{\"vehicle\":\"v\",\n\"events\":[{%s,\"?note\":1}]}".formatted(with("\"seq\":1"));
    byte[] body = template.getBytes(StandardCharsets.UTF_8);
    int at = template.indexOf('?');
    body[at] = (byte) 0xff;

    DecodedBatch before =
        Bodies.DECODER.decode(body, ContentCoding.IDENTITY, BatchFormat.JSON, Bodies.ANYONE);
    Bodies.decode(template.replace("?note", "note"));
    DecodedBatch after =
        Bodies.DECODER.decode(body, ContentCoding.IDENTITY, BatchFormat.JSON, Bodies.ANYONE);

    assertThat(refusal(before).code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(refusal(before).position())
        .isEqualTo(new TextPosition(2, at - template.indexOf('\n'), at));
    assertThat(after).isEqualTo(before);
  }
}
