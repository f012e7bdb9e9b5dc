package io.evenkeel.model.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a protobuf message from its end to its beginning, so that the length of a part is known
 * when it has to be written and no size is computed twice. Fields go in descending by number. Not
 * thread-safe; one for each message.
 */
final class WireWriter {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int VARINT_BYTES_MAX = 10;

  private byte[] bytes;
  // The first byte written.
  private int start;

  /**
   * A writer of an empty message.
   *
   * @param sizeHint bytes that the message will probably have; it may have more
   */
  WireWriter(int sizeHint) {
    this.bytes = new byte[Math.max(sizeHint, 64)];
    this.start = bytes.length;
  }

  /** Number of bytes written. */
  int size() {
    return bytes.length - start;
  }

  /** Takes back what was written since there were {@code size} bytes. */
  void rewind(int size) {
    start = bytes.length - size;
  }

  /** The message. */
  byte[] toBytes() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  /** Makes a field of what was written since there were {@code sizeBefore} bytes. */
  void field(int number, int sizeBefore) {
    varint(size() - sizeBefore);
    varint(number << 3 | LENGTH_DELIMITED);
  }

  /** A number's field; none for 0, which is what a reader takes for absent. */
  void number(int number, long value) {
    if (value != 0) {
      varint(value);
      varint(number << 3 | VARINT);
    }
  }

  /** A text's field; none for an empty one. */
  void text(int number, String text) {
    if (!text.isEmpty()) {
      textAlways(number, text);
    }
  }

  /** A text's field, also for an empty one, as in a repeated field. */
  void textAlways(int number, String text) {
    int before = size();
    bytes(text.getBytes(StandardCharsets.UTF_8));
    field(number, before);
  }

  void bytes(byte[] content) {
    require(content.length);
    start -= content.length;
    System.arraycopy(content, 0, bytes, start, content.length);
  }

  /** A number in as few groups of seven bits as it takes. */
  void varint(long value) {
    require(VARINT_BYTES_MAX);
    start = varint(value, start);
  }

  /** Differences of consecutive numbers, the first from 0, zig-zag. */
  void deltas(long[] values, int count) {
    require(count * VARINT_BYTES_MAX);
    int at = start;
    for (int i = count - 1; i >= 0; i--) {
      long delta = values[i] - (i == 0 ? 0 : values[i - 1]);
      at = varint(delta << 1 ^ delta >> 63, at);
    }
    start = at;
  }

  /** Numbers of fixed length, the lowest byte first. */
  void fixed64(long bits) {
    require(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[--start] = (byte) (bits >>> (Long.SIZE - Byte.SIZE - i * Byte.SIZE));
    }
  }

  /** The same with the highest byte first. */
  void bigEndian64(long bits) {
    fixed64(Long.reverseBytes(bits));
  }

  /** Bits, the lowest of the first word first, without the zero bytes at their end. */
  void bits(long[] words) {
    int last = words.length - 1;
    while (last >= 0 && words[last] == 0) {
      last--;
    }
    if (last < 0) {
      return;
    }
    int bytesOfLast = (Long.SIZE - Long.numberOfLeadingZeros(words[last]) + 7) / Byte.SIZE;
    require((last + 1) * Long.BYTES);
    for (int i = last * Long.BYTES + bytesOfLast - 1; i >= 0; i--) {
      bytes[--start] = (byte) (words[i / Long.BYTES] >>> (i % Long.BYTES * Byte.SIZE));
    }
  }

  // Most numbers take one or two bytes.
  private int varint(long value, int end) {
    if ((value & ~0x7fL) == 0) {
      bytes[end - 1] = (byte) value;
      return end - 1;
    }
    if ((value & ~0x3fffL) == 0) {
      bytes[end - 1] = (byte) (value >>> 7);
      bytes[end - 2] = (byte) (value | 0x80);
      return end - 2;
    }
    int begin = end - (Long.SIZE + 6 - Long.numberOfLeadingZeros(value)) / 7;
    int at = begin;
    long rest = value;
    for (; at < end - 1; at++) {
      bytes[at] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
    return begin;
  }

  private void require(int room) {
    if (start < room) {
      int size = size();
      byte[] larger = new byte[Math.addExact(Math.max(size * 2, 64), Math.addExact(size, room))];
      System.arraycopy(bytes, start, larger, larger.length - size, size);
      start = larger.length - size;
      bytes = larger;
    }
  }
}
