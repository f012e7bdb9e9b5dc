package io.evenkeel.load.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one server is asked, again and again.
 *
 * @param server name in reports
 * @param variant the server
 * @param batch events a request
 * @param bodyBytes size of a body, on average
 * @param requests whole requests, sent in turn
 * @param expected what each is answered
 */
record Load(
    String server,
    Variant variant,
    int batch,
    long bodyBytes,
    List<ByteBuf> requests,
    Expected expected) {
  static Load of(
      String server,
      Variant variant,
      int batch,
      List<byte[]> bodies,
      String apiKey,
      Expected expected) {
    long bytes = bodies.stream().mapToLong(body -> body.length).sum();
    return new Load(
        server,
        variant,
        batch,
        bytes / bodies.size(),
        bodies.stream().map(body -> request(body, apiKey)).toList(),
        expected);
  }

  // Outside the heap, so that sending one copies nothing; kept for as long as the program runs.
  private static ByteBuf request(byte[] body, String apiKey) {
    byte[] head =
        """
        POST /v1/telemetry HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(apiKey, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    return KeptRequest.of(head, body);
  }
}
