package io.evenkeel.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void readsWhatAHeaderSays() {
    TraceContext context = TraceContext.parse(PARENT, null);

    assertThat(context.isPresent()).isTrue();
    assertThat(context.isSampled()).isTrue();
    assertThat(context.traceId()).isEqualTo(TRACE);
  }

  @Test
  void readsThatATraceIsNotRecorded() {
    TraceContext context = TraceContext.parse(PARENT.replaceAll("01$", "00"), null);

    assertThat(context.isPresent()).isTrue();
    assertThat(context.isSampled()).isFalse();
  }

  @Test
  void takesAHeaderOfALaterVersion() {
    assertThat(TraceContext.parse("cc-" + TRACE + "-b7ad6b7169203331-01-what-else", null).traceId())
        .isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0af7651916cd43dd8448eb211c8031\u00e9c-b7ad6b7169203331-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
      })
  void isNothingWhereTheStandardIsBroken(String traceparent) {
    assertThat(TraceContext.parse(traceparent, "a=1")).isSameAs(TraceContext.NONE);
  }

  @Test
  void isNothingWhereTheHeaderIsTooLongForAnyVersion() {
    assertThat(TraceContext.parse("cc-" + PARENT.substring(3) + "-" + "x".repeat(100), null))
        .isSameAs(TraceContext.NONE);
  }

  @Test
  void handsOnWhatItRead() {
    Map<String, byte[]> headers = written(TraceContext.parse(PARENT, "vendor=1,other=two"));

    assertThat(text(headers, "traceparent")).isEqualTo(PARENT);
    assertThat(text(headers, "tracestate")).isEqualTo("vendor=1,other=two");
    assertThat(TraceContext.read(headers::get))
        .isEqualTo(TraceContext.parse(PARENT, "vendor=1,other=two"));
  }

  @Test
  void dropsAStateThatIsTooLongAndKeepsTheTrace() {
    Map<String, byte[]> headers = written(TraceContext.parse(PARENT, "a=" + "x".repeat(511)));

    assertThat(headers).containsOnlyKeys("traceparent");
  }

  @Test
  void writesNothingWhereThereIsNoTrace() {
    assertThat(written(TraceContext.NONE)).isEmpty();
    assertThat(TraceContext.read(name -> null)).isSameAs(TraceContext.NONE);
  }

  private static Map<String, byte[]> written(TraceContext context) {
    Map<String, byte[]> headers = new HashMap<>();
    context.write(headers::put);
    return headers;
  }

  private static String text(Map<String, byte[]> headers, String name) {
    return new String(headers.get(name), StandardCharsets.US_ASCII);
  }
}
