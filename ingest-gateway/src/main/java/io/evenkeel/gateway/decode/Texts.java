package io.evenkeel.gateway.decode;

/** Rules for texts from outside. */
final class Texts {
  private static final int QUOTE_CHARS_MAX = 64;

  private Texts() {}

  /** Whether every surrogate is half of a pair, so that the text has a UTF-8 form. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Whether the text is well-formed and free of control characters. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return isWellFormed(text);
  }

  /** Whether the number of characters (code points) is within the bounds. */
  static boolean hasChars(String text, int min, int max) {
    // A text has at least half as many code points as chars: no need to count a huge one.
    if (text.length() > 2 * max) {
      return false;
    }
    int chars = text.codePointCount(0, text.length());
    return chars >= min && chars <= max;
  }

  /** Bytes of a well-formed text in UTF-8. */
  static int utf8Bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** The text in quotation marks, short and printable, for a detail. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(QUOTE_CHARS_MAX)
        .map(c -> Character.isISOControl(c) || isLoneSurrogate(c) ? '?' : c)
        .forEach(quoted::appendCodePoint);
    if (text.codePointCount(0, text.length()) > QUOTE_CHARS_MAX) {
      quoted.append('…');
    }
    return quoted.append('"').toString();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
