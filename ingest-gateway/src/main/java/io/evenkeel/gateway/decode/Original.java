package io.evenkeel.gateway.decode;

import java.util.Arrays;

/**
 * Where the bytes of one event stand, just as they were sent. It keeps the whole body in memory;
 * copy what has to last.
 *
 * @param body the body after decompression
 * @param from offset of the first byte
 * @param to offset behind the last
 */
@SuppressWarnings("ArrayRecordComponent") // a view of the body, never compared
public record Original(byte[] body, int from, int to) {
  /** Number of bytes. */
  public int length() {
    return to - from;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return Arrays.copyOfRange(body, from, to);
  }
}
