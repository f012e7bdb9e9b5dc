package io.evenkeel.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
  private static final Path PAGES = Path.of("..", "docs", "errors");

  @ParameterizedTest
  @EnumSource
  void hasAPageThatSaysTheSame(ErrorCode code) throws IOException {
    List<String> page = Files.readAllLines(PAGES.resolve(code.id() + ".md"));

    assertThat(page.getFirst()).isEqualTo("# " + code.title());
    assertThat(page.get(2)).startsWith("`" + code.id() + "` · ");
    assertThat(page.get(2).contains("request, status " + code.status()))
        .isEqualTo(code.status() > 0);
    assertThat(page.get(2).endsWith("event") || page.get(2).endsWith("events"))
        .isEqualTo(code.isPerEvent() || isCounted(code));
    assertThat(page)
        .anyMatch(
            line -> line.startsWith("**Retry unchanged?** " + (code.isRetryable() ? "Yes" : "No")));
    assertThat(page.stream().anyMatch(line -> line.startsWith("**Limit.**")))
        .isEqualTo(!code.limit().isEmpty());
  }

  @Test
  void everyPageHasItsCode() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      Set<String> names =
          pages
              .map(page -> page.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .collect(Collectors.toSet());

      assertThat(names)
          .isEqualTo(
              Arrays.stream(ErrorCode.values())
                  .map(c -> c.id() + ".md")
                  .collect(Collectors.toSet()));
    }
  }

  @Test
  void indexNamesEveryPage() throws IOException {
    String index = Files.readString(PAGES.resolve("README.md"));

    assertThat(ErrorCode.values())
        .allSatisfy(
            code -> assertThat(index).contains("](" + code.id() + ".md) | " + code.title()));
  }

  @ParameterizedTest
  @EnumSource
  void idIsTheNameInKebabCase(ErrorCode code) {
    assertThat(code.id())
        .isEqualTo(code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    assertThat(ErrorCode.ofId(code.id())).contains(code);
  }

  @ParameterizedTest
  @EnumSource
  void refusesARequestOrAnEvent(ErrorCode code) {
    assertThat(code.status() > 0 || code.isPerEvent()).isTrue();
    assertThat(code.status() == 0 || code.status() >= 400).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad-request",
    "402, bad-request",
    "404, path-unknown",
    "405, method-not-allowed",
    "406, not-acceptable",
    "408, request-timeout",
    "413, body-too-large",
    "415, unsupported-media-type",
    "414, headers-too-large",
    "431, headers-too-large",
    "500, internal-error",
    "502, internal-error"
  })
  void whatTheServerRefusesHasACode(int status, String id) {
    assertThat(ErrorCode.ofStatus(status).id()).isEqualTo(id);
  }

  // Codes that only requests are refused with, but whose valid events are counted by.
  private static boolean isCounted(ErrorCode code) {
    return Set.of(
            ErrorCode.OVERLOADED, ErrorCode.PARTITIONS_CHANGED, ErrorCode.TENANT_RATE_EXCEEDED)
        .contains(code);
  }
}
