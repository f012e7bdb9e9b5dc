package io.evenkeel.load.pipeline;

import io.evenkeel.load.gateway.KeptRequest;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A whole request of one vehicle, made once: before it is sent again only the digits of its times
 * and counters are written anew, so that no event is a duplicate and sending costs next to nothing.
 * Not thread-safe; at most one request of it may be under way.
 */
final class RequestTemplate {
  private static final byte[] TIME = "\"time\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_DIGITS = 13;
  private static final int SEQ_DIGITS = 10;
  // With a first digit that is not 0, so that the number has the same length for ever.
  private static final long SEQ_FIRST = 1_000_000_000;
  private static final long INTERVAL_MILLIS = 1_000;

  private final ByteBuf request;
  private final int[] timesAt;
  private final int[] seqsAt;
  private long timeMillis;
  private long seq = SEQ_FIRST;

  private RequestTemplate(ByteBuf request, int[] timesAt, int[] seqsAt, long startMillis) {
    this.request = request;
    this.timesAt = timesAt;
    this.seqsAt = seqsAt;
    this.timeMillis = startMillis;
  }

  /**
   * A request with these events.
   *
   * @param events of one vehicle as JSON, with members {@code time} in milliseconds and {@code seq}
   * @param startMillis event time of the first event that is sent, Unix milliseconds; each further
   *     one is a second later
   */
  static RequestTemplate of(List<byte[]> events, String apiKey, long startMillis) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int[] times = new int[events.size()];
    int[] seqs = new int[events.size()];
    body.writeBytes("{\"events\":[".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < times.length; i++) {
      if (i > 0) {
        body.write(',');
      }
      appendEvent(events.get(i), body, times, seqs, i);
    }
    body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
    byte[] head = head(apiKey, body.size());
    for (int i = 0; i < times.length; i++) {
      times[i] += head.length;
      seqs[i] += head.length;
    }
    ByteBuf whole = KeptRequest.of(head, body.toByteArray());
    return new RequestTemplate(whole, times, seqs, startMillis);
  }

  /** Events in the request. */
  int events() {
    return timesAt.length;
  }

  /** The request with the next events of the vehicle. */
  ByteBuf next() {
    for (int i = 0; i < timesAt.length; i++) {
      writeDigits(timesAt[i], TIME_DIGITS, timeMillis);
      writeDigits(seqsAt[i], SEQ_DIGITS, seq);
      timeMillis += INTERVAL_MILLIS;
      seq++;
    }
    return request;
  }

  private void writeDigits(int at, int digits, long number) {
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      long tenth = rest / 10;
      request.setByte(i, (int) ('0' + rest - tenth * 10));
      rest = tenth;
    }
  }

  private static void appendEvent(
      byte[] event, ByteArrayOutputStream body, int[] times, int[] seqs, int index) {
    int time = indexOf(event, TIME, 0) + TIME.length;
    int timeEnd = endOfNumber(event, time);
    int seq = indexOf(event, SEQ, timeEnd) + SEQ.length;
    body.write(event, 0, time);
    times[index] = body.size();
    body.writeBytes(new byte[TIME_DIGITS]);
    body.write(event, timeEnd, seq - timeEnd);
    seqs[index] = body.size();
    body.writeBytes(new byte[SEQ_DIGITS]);
    int seqEnd = endOfNumber(event, seq);
    body.write(event, seqEnd, event.length - seqEnd);
  }

  private static int indexOf(byte[] text, byte[] wanted, int from) {
    for (int i = from; i <= text.length - wanted.length; i++) {
      if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("An event has no time or no counter after it");
  }

  private static int endOfNumber(byte[] text, int from) {
    int end = from;
    while (text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    return end;
  }

  private static byte[] head(String apiKey, int length) {
    return """
    POST /v1/telemetry HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    """
        .formatted(apiKey, length)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
