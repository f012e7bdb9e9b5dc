package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.load.fleet.FleetBatches;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {
  private static final long START = 1_761_000_000_000L;
  private static final Pattern EVENT =
      Pattern.compile("\"time\":(\\d+),\"session\":\"\\d+\",\"seq\":(\\d+),\"signals\":\\{");

  private final RequestTemplate template =
      RequestTemplate.of(new FleetBatches(3, 1, 12, START, 1).next(), "evk_key", START);

  @Test
  void everyEventHasATimeAndACounterOfItsOwnThatGoOnFromRequestToRequest() {
    List<Long> times = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Matcher events = EVENT.matcher(text(template.next()));
      while (events.find()) {
        times.add(Long.parseLong(events.group(1)));
        seqs.add(Long.parseLong(events.group(2)));
      }
    }

    assertThat(times).hasSize(36).startsWith(START, START + 1_000).isSorted();
    assertThat(new HashSet<>(times)).hasSize(36);
    assertThat(seqs).isSorted();
    assertThat(new HashSet<>(seqs)).hasSize(36);
  }

  @Test
  void theLengthThatTheHeadNamesIsThatOfTheBody() {
    String request = text(template.next());
    int end = request.indexOf("\r\n\r\n");

    String body = request.substring(end + 4);
    assertThat(request).contains("\r\nContent-Length: " + body.length() + "\r\n");
    assertThat(body).startsWith("{\"events\":[{").endsWith("}]}");
    assertThat(template.events()).isEqualTo(12);
  }

  @Test
  void onlyTimesAndCountersDifferFromRequestToRequest() {
    String first = EVENT.matcher(text(template.next())).replaceAll("event");

    assertThat(EVENT.matcher(text(template.next())).replaceAll("event")).isEqualTo(first);
  }

  private static String text(ByteBuf request) {
    return request.toString(StandardCharsets.US_ASCII);
  }
}
