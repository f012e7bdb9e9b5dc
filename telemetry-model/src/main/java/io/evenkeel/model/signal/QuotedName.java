package io.evenkeel.model.signal;

import java.nio.charset.StandardCharsets;

/**
 * A name and the quotation mark that ends it in JSON, recognised without making a text of the
 * bytes. Immutable.
 */
public final class QuotedName {
  private final String text;
  // Eight bytes a number; the last has room.
  private final long[] words;
  private final long lastMask;
  private final int length;

  /**
   * A name.
   *
   * @param text without quotation marks
   */
  public QuotedName(String text) {
    this.text = text;
    byte[] bytes = (text + '"').getBytes(StandardCharsets.UTF_8);
    this.length = bytes.length;
    this.words = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      words[i / Long.BYTES] |= (bytes[i] & 0xffL) << (i % Long.BYTES * Byte.SIZE);
    }
    this.lastMask = -1L >>> ((Long.BYTES - 1 - (bytes.length - 1) % Long.BYTES) * Byte.SIZE);
  }

  /** The name without quotation marks. */
  public String text() {
    return text;
  }

  /** Bytes of the name and the quotation mark behind it. */
  public int length() {
    return length;
  }

  /** Whether the name and the quotation mark behind it stand in the JSON, from a place on. */
  public boolean standsAt(byte[] json, int at) {
    int last = words.length - 1;
    if (at + words.length * Long.BYTES > json.length) {
      return standsNearEnd(json, at);
    }
    for (int i = 0; i < last; i++) {
      if (AsciiBytes.eight(json, at + i * Long.BYTES) != words[i]) {
        return false;
      }
    }
    return (AsciiBytes.eight(json, at + last * Long.BYTES) & lastMask) == words[last];
  }

  private boolean standsNearEnd(byte[] json, int at) {
    if (at + length > json.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (json[at + i] != (byte) (words[i / Long.BYTES] >>> (i % Long.BYTES * Byte.SIZE))) {
        return false;
      }
    }
    return true;
  }
}
