package io.evenkeel.sink.letter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts of headers as the database takes them: UTF-8 without NUL. Pure. */
final class HeaderTexts {
  private static final char REPLACEMENT = '\uFFFD';

  private HeaderTexts() {}

  /** The text, if the bytes are one that can be stored. */
  static Optional<String> exact(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** What can be read of the bytes, with a replacement character for everything else. */
  static String readable(byte[] bytes) {
    return readable(new String(bytes, StandardCharsets.UTF_8));
  }

  /** The text with a replacement character for each NUL. */
  static String readable(String text) {
    return text.replace('\0', REPLACEMENT);
  }

  /**
   * The text, or its beginning of at most {@code charsMax} chars that ends with a whole character.
   */
  static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(charsMax - 1));
    return text.substring(0, splits ? charsMax - 1 : charsMax);
  }
}
