package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostmasterFileTest {
  private static final List<String> STARTING =
      List.of("4292", "/data", "1795270384", "25999", "", "127.0.0.1", " 16039942         4");

  private static List<String> withStatus(String status) {
    return Stream.concat(STARTING.stream(), Stream.of(status)).toList();
  }

  @Test
  void isReadyWhenTheStatusLineSaysSo() {
    assertThat(PostmasterFile.parse(withStatus("ready   ")))
        .contains(new PostmasterFile(4292, true));
  }

  @Test
  void isNotReadyWhileStarting() {
    assertThat(PostmasterFile.parse(STARTING)).contains(new PostmasterFile(4292, false));
    assertThat(PostmasterFile.parse(withStatus("starting")))
        .contains(new PostmasterFile(4292, false));
  }

  @Test
  void anythingElseIsNoPostmasterFile() {
    assertThat(PostmasterFile.parse(List.of())).isEmpty();
    assertThat(PostmasterFile.parse(List.of("", "/data"))).isEmpty();
    assertThat(PostmasterFile.parse(List.of("-12"))).isEmpty();
  }
}
