package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ü", "€", "🚗", "a€🚗ü"})
  void countsUtf8BytesAsTheJdkDoes(String text) {
    assertThat(Texts.utf8Bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude97", "a\ud83d", "\ude97\ud83d", "\ud83d\ud83d\ude97"})
  void halfASurrogatePairIsNotWellFormed(String text) {
    assertThat(Texts.isWellFormed(text)).isFalse();
    assertThat(Texts.isWellFormed(Texts.quote(text))).isTrue();
  }

  @Test
  void quotesAreShortAndPrintable() {
    assertThat(Texts.quote("a\nb\0")).isEqualTo("\"a?b?\"");
    assertThat(Texts.quote("🚗".repeat(65))).isEqualTo("\"" + "🚗".repeat(64) + "…\"");
  }
}
