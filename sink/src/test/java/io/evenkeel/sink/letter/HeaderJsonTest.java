package io.evenkeel.sink.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class HeaderJsonTest {
  @Test
  void writesTextsAsTheyAre() {
    assertThat(HeaderJson.of(List.of(header("a", "1"), header("ü", "line\n\"x\""))))
        .isEqualTo("{\"a\":\"1\",\"ü\":\"line\\n\\\"x\\\"\"}");
  }

  @Test
  void marksBytesThatAreNoText() {
    assertThat(HeaderJson.of(List.of(new RecordHeader("a", new byte[] {0, (byte) 0xff}))))
        .isEqualTo("{\"a;base64\":\"AP8=\"}");
  }

  @Test
  void numbersHeadersOfOneName() {
    assertThat(HeaderJson.of(List.of(header("a", "1"), header("a", "2"), header("a", "3"))))
        .isEqualTo("{\"a\":\"1\",\"a#2\":\"2\",\"a#3\":\"3\"}");
  }

  @Test
  void writesAHeaderWithoutAValueAsEmpty() {
    assertThat(HeaderJson.of(List.of(new RecordHeader("a", (byte[]) null))))
        .isEqualTo("{\"a\":\"\"}");
  }

  @Test
  void replacesNulInNames() {
    assertThat(HeaderJson.of(List.of(header("a\0b", "1")))).isEqualTo("{\"a\uFFFDb\":\"1\"}");
  }

  @Test
  void cutsLongValues() {
    assertThat(HeaderJson.of(List.of(header("trace", "x".repeat(1 << 20)))))
        .startsWith("{\"trace;cut\":\"xxx")
        .hasSizeLessThan(HeaderJson.VALUE_CHARS_MAX + 50);
    assertThat(HeaderJson.of(List.of(new RecordHeader("blob", new byte[1 << 20]))))
        .startsWith("{\"blob;base64;cut\":\"AAA")
        .hasSizeLessThan(HeaderJson.VALUE_CHARS_MAX + 50);
  }

  @Test
  void countsTheHeadersForWhichThereIsNoRoom() {
    List<Header> many = IntStream.range(0, 70).mapToObj(i -> header("h" + i, "x")).toList();
    List<Header> large =
        IntStream.range(0, 20).mapToObj(i -> header("h" + i, "x".repeat(4_000))).toList();

    assertThat(HeaderJson.of(many)).contains("\"h63\"").endsWith("\";left-out\":\"6\"}");
    assertThat(HeaderJson.of(large))
        .hasSizeLessThan(HeaderJson.CHARS_MAX + 1_000)
        .endsWith("\";left-out\":\"12\"}");
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
