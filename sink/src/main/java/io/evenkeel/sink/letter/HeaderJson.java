package io.evenkeel.sink.letter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/**
 * Headers as a JSON object of texts, bounded. Names say what was done to a value: {@code x#2} is
 * the second header named x, {@code x;base64} holds bytes that are no text, of {@code x;cut} only
 * the beginning is there, and {@code ;left-out} counts the headers for which there was no room.
 * Pure.
 */
final class HeaderJson {
  static final int HEADERS_MAX = 64;
  static final int NAME_CHARS_MAX = 128;
  static final int VALUE_CHARS_MAX = 4 * 1024;
  static final int CHARS_MAX = 32 * 1024;

  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> names = new HashSet<>();
  private int chars;
  private int leftOut;

  private HeaderJson() {}

  /** The object's text. */
  static String of(List<Header> headers) {
    if (headers.isEmpty()) {
      return "{}";
    }
    StringWriter json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      new HeaderJson().write(headers, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("A string cannot be written to", e);
    }
    return json.toString();
  }

  private void write(List<Header> headers, JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    for (Header header : headers) {
      write(header, generator);
    }
    if (leftOut > 0) {
      generator.writeStringField(";left-out", Integer.toString(leftOut));
    }
    generator.writeEndObject();
  }

  private void write(Header header, JsonGenerator generator) throws IOException {
    byte[] bytes = header.value();
    if (bytes == null) {
      bytes = new byte[0];
    }
    Optional<String> text = HeaderTexts.exact(bytes);
    String value = text.isPresent() ? text.get() : base64(bytes);
    String kept = HeaderTexts.cut(value, VALUE_CHARS_MAX);
    String name = HeaderTexts.cut(HeaderTexts.readable(header.key()), NAME_CHARS_MAX);
    String marked =
        name + (text.isPresent() ? "" : ";base64") + (kept.length() < value.length() ? ";cut" : "");
    if (names.size() == HEADERS_MAX || chars + marked.length() + kept.length() > CHARS_MAX) {
      leftOut++;
      return;
    }
    chars += marked.length() + kept.length();
    generator.writeStringField(unique(marked), kept);
  }

  // Bytes beyond what is kept need not be encoded.
  private static String base64(byte[] bytes) {
    int most = VALUE_CHARS_MAX / 4 * 3 + 3;
    byte[] first = bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    return Base64.getEncoder().encodeToString(first);
  }

  private String unique(String name) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + '#' + i;
    }
    return unique;
  }
}
