package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonTest {
  private static final String EVENT = "{\"vehicle\":\"v\",\"age_ms\":0,\"signals\":{\"speed\":1}}";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n", " \n\t\r\n"})
  void readsOneEventALine(String separator) {
    DecodedBatch.Events batch = decode(EVENT + separator + EVENT);

    assertThat(batch.accepted()).isEqualTo(2);
    assertThat(batch.rejections()).isEmpty();
  }

  @Test
  void lastLineMayEndOrNot() {
    assertThat(decode(EVENT + "\n").accepted()).isEqualTo(1);
    assertThat(decode(EVENT).accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \r\n\n"})
  void blankBodyIsAnEmptyBatch(String body) {
    DecodedBatch.Events batch = decode(body);

    assertThat(batch.accepted()).isZero();
    assertThat(batch.rejections()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"vehicle\":", "x", "{} {}", EVENT + EVENT, "{\"a\":[[[[[[[[[[[[[[[[[[[[1"})
  void lineThatIsNotJsonRejectsOnlyItself(String line) {
    DecodedBatch.Events batch = decode(EVENT + "\n\n" + line + "\n" + EVENT);

    assertThat(Bodies.accepted(batch)).extracting(AcceptedEvent::index).containsExactly(0, 3);
    assertThat(batch.rejections()).hasSize(1);
    assertThat(batch.rejections().getFirst().index()).isEqualTo(2);
    assertThat(batch.rejections().getFirst().code())
        .isIn(ErrorCode.MALFORMED_JSON, ErrorCode.UNKNOWN_MEMBER);
  }

  @Test
  void namesThePlaceInTheLineAndInTheBody() {
    Rejection rejection = decode("\n{\"vehicle\" 1}").rejections().getFirst();

    assertThat(rejection.index()).isEqualTo(1);
    assertThat(rejection.code()).isEqualTo(ErrorCode.MALFORMED_JSON);
    assertThat(rejection.detail()).contains("column 12 (byte 12)");
  }

  @Test
  void refusesMoreLinesThanTheLimit() {
    DecodedBatch batch = Bodies.decode("{}\n".repeat(5_001), BatchFormat.NDJSON, Bodies.ANYONE);

    assertThat(Bodies.refusal(batch).code()).isEqualTo(ErrorCode.TOO_MANY_EVENTS);
  }

  private static DecodedBatch.Events decode(String body) {
    return Bodies.events(Bodies.decode(body, BatchFormat.NDJSON, Bodies.ANYONE));
  }
}
