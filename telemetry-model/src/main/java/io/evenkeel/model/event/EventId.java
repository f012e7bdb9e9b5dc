package io.evenkeel.model.event;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The identity of an event within its vehicle and event time: a 128-bit hash in the form of a UUID
 * of version 8 (RFC 9562). It is taken from what the device sent before any mapping, so that a
 * reading that is sent again stays the same event when names or units are mapped differently
 * meanwhile.
 *
 * <p>The hash is XXH3-128 over a version byte, a kind byte and the identity; {@code EventIdTest}
 * holds golden values. It guards against repeats, not against a device that wants its own events to
 * collide.
 *
 * @param high the most significant 64 bits
 * @param low the least significant 64 bits
 */
public record EventId(long high, long low) {
  /** Version of the hash; a new one would make resent events new events. */
  static final byte VERSION = 1;

  static final char KIND_SEQUENCE = 's';
  static final char KIND_ID = 'i';
  static final char KIND_CONTENT = 'c';

  /**
   * Identity by the device's own counter: {@code session} is the boot id, empty if the device sends
   * none.
   */
  public static EventId ofSequence(String session, long seq) {
    byte[] name = session.getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[2 + name.length + Long.BYTES];
    start(content, KIND_SEQUENCE).put(name).putLong(seq);
    return hash(content, content.length);
  }

  /** Identity by an id that the device chose. */
  public static EventId ofId(String id) {
    byte[] name = id.getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[2 + name.length];
    start(content, KIND_ID).put(name);
    return hash(content, content.length);
  }

  /**
   * Identity by content, for devices that send none: the received names and values in whatever
   * order they came.
   *
   * @param received names and values as received, before mapping and unit conversion
   */
  public static EventId ofContent(List<ReceivedSignal> received) {
    byte[][] parts =
        received.stream()
            .sorted(Comparator.comparing(ReceivedSignal::name))
            .map(EventId::canonical)
            .toArray(byte[][]::new);
    byte[] content = new byte[2 + Arrays.stream(parts).mapToInt(p -> p.length).sum()];
    ByteBuffer buffer = start(content, KIND_CONTENT);
    for (byte[] part : parts) {
      buffer.put(part);
    }
    return hash(content, content.length);
  }

  /** The id as PostgreSQL and people write it. */
  public UUID toUuid() {
    return new UUID(high, low);
  }

  @Override
  public String toString() {
    return toUuid().toString();
  }

  // Lengths come before contents, so that no two lists of names and values have the same bytes.
  private static byte[] canonical(ReceivedSignal signal) {
    byte[] name = signal.name().getBytes(StandardCharsets.UTF_8);
    byte[] value =
        switch (signal.value()) {
          case SignalValue.Numeric(double number) ->
              ByteBuffer.allocate(9)
                  .put((byte) 'n')
                  .putLong(Double.doubleToRawLongBits(number))
                  .array();
          case SignalValue.Flag(boolean flag) -> new byte[] {'b', (byte) (flag ? 1 : 0)};
          case SignalValue.Text(String text) -> ('t' + text).getBytes(StandardCharsets.UTF_8);
        };
    return ByteBuffer.allocate(8 + name.length + value.length)
        .putInt(name.length)
        .put(name)
        .putInt(value.length)
        .put(value)
        .array();
  }

  private static ByteBuffer start(byte[] content, char kind) {
    return ByteBuffer.wrap(content).put(VERSION).put((byte) kind);
  }

  static EventId hash(byte[] content, int length) {
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(content, 0, length);
    long high = (hash.getMostSignificantBits() & ~0xf000L) | 0x8000L;
    long low = (hash.getLeastSignificantBits() & ~(3L << 62)) | (2L << 62);
    return new EventId(high, low);
  }
}
