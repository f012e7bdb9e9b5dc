package io.evenkeel.gateway.decode;

import static io.evenkeel.gateway.decode.Bodies.NOW;
import static io.evenkeel.gateway.decode.Bodies.rejection;
import static io.evenkeel.gateway.decode.Bodies.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
  private static final SendingRights BACKFILL =
      new SendingRights(Lane.BACKFILL, "", Bodies.NO_ALIASES, NOW.toEpochMilli());

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T11:00:00Z, 2026-11-21T11:00:00Z",
    "2026-11-21T11:00:00.5Z, 2026-11-21T11:00:00.500Z",
    "2026-11-21T11:00:00.123999999Z, 2026-11-21T11:00:00.123Z",
    "2026-11-21T13:00:00+02:00, 2026-11-21T11:00:00Z",
    "2026-11-21T03:30:00.001-07:30, 2026-11-21T11:00:00.001Z",
    "2026-11-21t11:00:00z, 2026-11-21T11:00:00Z"
  })
  void readsRfc3339(String text, Instant expected) {
    assertThat(single(at("\"time\":\"" + text + "\"")).timeMillis())
        .isEqualTo(expected.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-21",
        "2026-11-21T11:00:00",
        "2026-11-21T11:00Z",
        "2026-11-21T11:00+01:00",
        "2026-11-31T11:00:00Z",
        "2026-02-29T11:00:00Z",
        "2026-11-21T25:00:00Z",
        "2026-11-21T11:00:00.Z",
        "2026-11-21T11:00:00Z ",
        "2026-11-21T11:00:00ZZ",
        "2026-11-21T11:00:00+01:000",
        "2026-11-21T11:00:00+99:00",
        "2026-06-30T23:59:60Z",
        "1700000000000"
      })
  void rejectsTextsThatAreNoTime(String text) {
    assertThat(rejection(at("\"time\":\"" + text + "\"")).code()).isEqualTo(ErrorCode.TIME_INVALID);
  }

  @Test
  void readsUnixMilliseconds() {
    assertThat(single(at("\"time\":" + (NOW.toEpochMilli() - 5))).timeMillis())
        .isEqualTo(NOW.toEpochMilli() - 5);
  }

  @Test
  void subtractsTheAgeFromTheGatewaysClock() {
    assertThat(single(at("\"age_ms\":1500")).timeMillis()).isEqualTo(NOW.toEpochMilli() - 1_500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"age_ms\":-1", "\"age_ms\":0,\"time\":\"2026-11-21T11:00:00Z\""})
  void rejectsAgesThatMeanNothing(String members) {
    assertThat(rejection(at(members)).code()).isEqualTo(ErrorCode.TIME_INVALID);
  }

  @Test
  void rejectsEventWithoutTime() {
    assertThat(rejection(at("\"seq\":1")).code()).isEqualTo(ErrorCode.TIME_MISSING);
    assertThat(rejection(at("\"time\":null")).code()).isEqualTo(ErrorCode.TIME_MISSING);
  }

  @Test
  void takesTimesUpToFiveMinutesAhead() {
    Instant limit = NOW.plus(Duration.ofMinutes(5));

    assertThat(single(at("\"time\":" + limit.toEpochMilli())).timeMillis())
        .isEqualTo(limit.toEpochMilli());
    assertThat(rejection(at("\"time\":" + (limit.toEpochMilli() + 1))).code())
        .isEqualTo(ErrorCode.EVENT_TIME_IN_FUTURE);
  }

  @Test
  void takesTimesUpToThirtyDaysBackOnTheLiveLane() {
    Instant limit = NOW.minus(Duration.ofDays(30));

    assertThat(single(at("\"time\":" + limit.toEpochMilli())).timeMillis())
        .isEqualTo(limit.toEpochMilli());
    assertThat(rejection(at("\"time\":" + (limit.toEpochMilli() - 1))).code())
        .isEqualTo(ErrorCode.EVENT_TIME_TOO_OLD);
  }

  @Test
  void takesTimesUpToTenYearsBackOnTheBackfillLane() {
    long limit = NOW.minus(DecodeConfig.DEFAULT.ageBackfillMax()).toEpochMilli();
    String atLimit = Bodies.batchOf(at("\"time\":" + limit));

    DecodedBatch batch = Bodies.decode(atLimit, BatchFormat.JSON, BACKFILL);

    assertThat(Bodies.events(batch).accepted()).isEqualTo(1);
    assertThat(rejection(at("\"time\":" + (limit - 1)), BACKFILL).code())
        .isEqualTo(ErrorCode.EVENT_TIME_TOO_OLD);
    assertThat(NOW.minus(DecodeConfig.DEFAULT.ageBackfillMax()))
        .isBefore(Instant.parse("2016-11-22T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"time\":1700000000",
        "\"time\":-9223372036854775808",
        "\"age_ms\":9223372036854775807",
        "\"time\":\"0001-01-01T00:00:00Z\""
      })
  void rejectsExtremesAsTooOld(String member) {
    assertThat(rejection(at(member)).code()).isEqualTo(ErrorCode.EVENT_TIME_TOO_OLD);
  }

  @Test
  void rejectsTheFarthestFutureWithoutOverflow() {
    assertThat(rejection(at("\"time\":9223372036854775807")).code())
        .isEqualTo(ErrorCode.EVENT_TIME_IN_FUTURE);
  }

  private static String at(String timeMember) {
    return "\"vehicle\":\"v\",\"signals\":{\"speed\":1}," + timeMember;
  }
}
