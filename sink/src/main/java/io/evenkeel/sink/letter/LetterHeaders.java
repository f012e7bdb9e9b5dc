package io.evenkeel.sink.letter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers of one record that are taken one by one; what nobody takes, because nobody asks for it or
 * because it is not understood, is left. Of several with one name the last counts. Not thread-safe.
 */
final class LetterHeaders {
  private final List<Header> left;

  LetterHeaders(Headers headers) {
    this.left = new ArrayList<>(Arrays.asList(headers.toArray()));
  }

  /** Whether a header with this name is left. */
  boolean has(String name) {
    return last(name) != null;
  }

  /** Whether a header is left whose name begins so. */
  boolean hasPrefix(String prefix) {
    return left.stream().anyMatch(header -> header.key().startsWith(prefix));
  }

  /** Takes a header if its value is a text, and one that can be understood. */
  <T> Optional<T> take(String name, Function<String, Optional<T>> understand) {
    Header header = last(name);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    Optional<T> understood = HeaderTexts.exact(header.value()).flatMap(understand);
    understood.ifPresent(value -> left.remove(header));
    return understood;
  }

  /** Takes a header that people read, whatever its value is. */
  Optional<String> takeProse(String name, int charsMax) {
    Header header = last(name);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    left.remove(header);
    return Optional.of(HeaderTexts.cut(HeaderTexts.readable(header.value()), charsMax));
  }

  /** What is left, in the order of the record. */
  List<Header> left() {
    return List.copyOf(left);
  }

  private @Nullable Header last(String name) {
    for (Header header : left.reversed()) {
      if (header.key().equals(name)) {
        return header;
      }
    }
    return null;
  }
}
