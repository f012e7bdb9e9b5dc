package io.evenkeel.gateway.decode.scan;

import io.evenkeel.model.signal.AsciiBytes;
import io.evenkeel.model.signal.QuotedName;
import java.nio.charset.StandardCharsets;

/**
 * A place in JSON, and what stands there. A method that reads something moves behind it and leaves
 * what it read in fields; where it answers false the place and the fields mean nothing. Not
 * thread-safe; one for each body.
 */
public final class JsonCursor {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private final byte[] json;
  private int at;
  private int end;
  private int textFrom;
  private int textTo;
  private long integer;

  /** A cursor at the beginning. */
  public JsonCursor(byte[] json) {
    this.json = json;
    this.end = json.length;
  }

  /** Moves, and says where the text ends from now on. */
  public void move(int newAt, int newEnd) {
    at = newAt;
    end = newEnd;
  }

  /** The offset of the next byte. */
  public int at() {
    return at;
  }

  /** Moves to an offset. */
  public void at(int newAt) {
    at = newAt;
  }

  /** Offset behind the last byte. */
  public int end() {
    return end;
  }

  /** All bytes. */
  public byte[] json() {
    return json;
  }

  /** The next byte that is no white space, where the cursor stands then; 0 at the end. */
  public byte peek() {
    int next = at;
    while (next < end && isWhite(json[next])) {
      next++;
    }
    at = next;
    return next < end ? json[next] : 0;
  }

  /** Whether only white space follows. */
  public boolean isAtEnd() {
    return peek() == 0 && at == end;
  }

  /** Goes over white space and this byte, if it is the next. */
  public boolean skip(char expected) {
    if (peek() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** Goes over a word such as {@code null} at the cursor. */
  public boolean word(String word) {
    if (end - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  /** Reads a plain text whose quotation mark is at the cursor. */
  public boolean text() {
    if (at >= end || json[at] != '"') {
      return false;
    }
    textFrom = at + 1;
    textTo = endOfText(textFrom);
    at = textTo + 1;
    return textTo >= 0;
  }

  /** Goes over this text and its quotation marks, if they are next. */
  public boolean quoted(QuotedName name) {
    if (at >= end || json[at] != '"' || !name.standsAt(json, at + 1)) {
      return false;
    }
    at += 1 + name.length();
    return true;
  }

  /** Offset of the first byte of the text that was read. */
  public int textFrom() {
    return textFrom;
  }

  /** Offset of the quotation mark behind it. */
  public int textTo() {
    return textTo;
  }

  /** Its length, bytes and characters. */
  public int textLength() {
    return textTo - textFrom;
  }

  /** The text between two places. */
  public String text(int from, int to) {
    return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Reads an integer from 0 to 2^63-1 at the cursor. */
  public boolean integer() {
    int from = at;
    long value = 0;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      value = value * 10 + (json[at] - '0');
      at++;
    }
    int digits = at - from;
    integer = value;
    // Nineteen digits pass 2^63 at most once, and are negative then.
    boolean ends = at == end || (json[at] != '.' && (json[at] | 0x20) != 'e');
    return digits > 0 && digits <= 19 && value >= 0 && ends && (digits == 1 || json[from] != '0');
  }

  /** The integer that was read. */
  public long integerValue() {
    return integer;
  }

  /**
   * The offset of the quotation mark that ends a text, or -1 if a byte before it is none of
   * printable ASCII, or begins an escape.
   */
  private int endOfText(int from) {
    int place = from;
    for (; place + Long.BYTES <= end; place += Long.BYTES) {
      long ends = ending(AsciiBytes.eight(json, place));
      if (ends != 0) {
        place += Long.numberOfTrailingZeros(ends) / Byte.SIZE;
        return json[place] == '"' ? place : -1;
      }
    }
    for (; place < end; place++) {
      byte next = json[place];
      if (next == '"') {
        return place;
      }
      if (next < ' ' || next == '\\' || next == 0x7f) {
        return -1;
      }
    }
    return -1;
  }

  // The high bit of every byte that is a quotation mark, a backslash, a control character or not
  // ASCII. A borrow can mark bytes behind the first one wrongly; only the first is used.
  private static long ending(long eight) {
    long controls = (eight - ONES * ' ') & ~eight;
    return (controls
            | eight
            | zeros(eight ^ ONES * '"')
            | zeros(eight ^ ONES * '\\')
            | zeros(eight ^ ONES * 0x7f))
        & HIGHS;
  }

  private static long zeros(long eight) {
    return (eight - ONES) & ~eight;
  }

  private static boolean isWhite(byte value) {
    return value <= ' ' && (value == ' ' || value == '\n' || value == '\r' || value == '\t');
  }
}
