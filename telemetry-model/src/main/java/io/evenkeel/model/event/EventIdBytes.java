package io.evenkeel.model.event;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Computes the ids of events from bytes of UTF-8 where they stand, without making texts of them;
 * the ids are those of {@link EventId}. It keeps one buffer for its work. Not thread-safe.
 */
public final class EventIdBytes {
  private byte[] content = new byte[128];
  private ByteBuffer buffer = ByteBuffer.wrap(content);

  /** The id that {@link EventId#ofId} gives for the text between two places. */
  public EventId ofId(byte[] utf8, int from, int to) {
    begin(EventId.KIND_ID);
    put(utf8, from, to);
    return finish();
  }

  /** Begins the id that {@link EventId#ofContent} gives; names follow in ascending order. */
  public void beginContent() {
    begin(EventId.KIND_CONTENT);
  }

  /** The next name and its number. */
  public void number(byte[] utf8, int nameFrom, int nameTo, double number) {
    name(utf8, nameFrom, nameTo, 1 + Double.BYTES);
    buffer.put((byte) 'n').putLong(Double.doubleToRawLongBits(number));
  }

  /** The next name and its flag. */
  public void flag(byte[] utf8, int nameFrom, int nameTo, boolean flag) {
    name(utf8, nameFrom, nameTo, 2);
    buffer.put((byte) 'b').put((byte) (flag ? 1 : 0));
  }

  /** The next name and its text. */
  public void text(byte[] utf8, int nameFrom, int nameTo, int textFrom, int textTo) {
    name(utf8, nameFrom, nameTo, 1 + textTo - textFrom);
    buffer.put((byte) 't').put(utf8, textFrom, textTo - textFrom);
  }

  /** The id of all names and values since {@link #beginContent}. */
  public EventId finish() {
    return EventId.hash(content, buffer.position());
  }

  private void begin(char kind) {
    buffer.clear();
    buffer.put(EventId.VERSION).put((byte) kind);
  }

  // Lengths come before contents, so that no two lists of names and values have the same bytes.
  private void name(byte[] utf8, int from, int to, int valueBytes) {
    require(2 * Integer.BYTES + to - from + valueBytes);
    buffer.putInt(to - from).put(utf8, from, to - from).putInt(valueBytes);
  }

  private void put(byte[] utf8, int from, int to) {
    require(to - from);
    buffer.put(utf8, from, to - from);
  }

  private void require(int room) {
    if (buffer.remaining() < room) {
      int used = buffer.position();
      content = Arrays.copyOf(content, Math.max(content.length * 2, used + room));
      buffer = ByteBuffer.wrap(content).position(used);
    }
  }
}
