package io.evenkeel.gateway.decode;

/**
 * The byte 0xFF, which UTF-8 never has. The JSON parser fills up the names that it remembers with
 * it, and takes a name that begins with it for one that it has seen without: the same bytes would
 * be valid or not by what came before them. So texts with it are refused before the parser is
 * asked.
 */
final class PaddingBytes {
  private static final byte PADDING = (byte) 0xff;

  private PaddingBytes() {}

  /** Offset of the first one from {@code from} to before {@code to}, or -1. */
  static int first(byte[] text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text[at] == PADDING) {
        return at;
      }
    }
    return -1;
  }
}
