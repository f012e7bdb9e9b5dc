package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchFormatTest {
  @ParameterizedTest
  @CsvSource({
    "application/json, JSON",
    "Application/JSON; charset=utf-8, JSON",
    "application/x-ndjson, NDJSON",
    "' application/x-ndjson ;x=y', NDJSON",
    "application/x-protobuf, PROTOBUF",
    "application/protobuf, PROTOBUF"
  })
  void readsTheTypeWithoutItsParameters(String header, BatchFormat format) {
    assertThat(BatchFormat.ofContentType(header)).contains(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "text/plain", "json", "application/jsonp", "application/*"})
  void knowsNoOtherType(String header) {
    assertThat(BatchFormat.ofContentType(header)).isEmpty();
  }

  @Test
  void knowsNoBodyWithoutType() {
    assertThat(BatchFormat.ofContentType(null)).isEmpty();
  }
}
