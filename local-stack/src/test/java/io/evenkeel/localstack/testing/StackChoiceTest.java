package io.evenkeel.localstack.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.localstack.testing.StackChoice.Docker;
import io.evenkeel.localstack.testing.StackChoice.Kind;
import org.junit.jupiter.api.Test;

class StackChoiceTest {
  private static Docker notAsked() {
    throw new AssertionError("A wish needs no Docker probe.");
  }

  @Test
  void containersWhenDockerAnswers() {
    StackChoice choice = StackChoice.of("", () -> Docker.ANSWERS);

    assertThat(choice.kind()).isEqualTo(Kind.CONTAINERS);
    assertThat(choice.sentence()).isEqualTo("Test stack: containers (Docker answers)");
  }

  @Test
  void embeddedWhenDockerDoesNotAnswer() {
    StackChoice choice = StackChoice.of("", () -> Docker.DOES_NOT_ANSWER);

    assertThat(choice.kind()).isEqualTo(Kind.EMBEDDED);
    assertThat(choice.sentence()).isEqualTo("Test stack: embedded (Docker does not answer)");
  }

  @Test
  void embeddedWithoutTestcontainers() {
    assertThat(StackChoice.of("", () -> Docker.NO_TESTCONTAINERS).kind()).isEqualTo(Kind.EMBEDDED);
  }

  @Test
  void aWishIsFollowedWithoutAskingDocker() {
    assertThat(StackChoice.of("embedded", StackChoiceTest::notAsked).kind())
        .isEqualTo(Kind.EMBEDDED);
    assertThat(StackChoice.of("containers", StackChoiceTest::notAsked).kind())
        .isEqualTo(Kind.CONTAINERS);
  }

  @Test
  void anUnknownWishIsRefused() {
    assertThatThrownBy(() -> StackChoice.of("cloud", StackChoiceTest::notAsked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cloud");
  }

  @Test
  void anotherDatabaseOfTheSameServer() {
    assertThat(TestDatabases.withDatabase("jdbc:postgresql://127.0.0.1:5432/evenkeel", "other"))
        .isEqualTo("jdbc:postgresql://127.0.0.1:5432/other");
    assertThat(TestDatabases.withDatabase("jdbc:postgresql://h:1/test?loggerLevel=OFF", "other"))
        .isEqualTo("jdbc:postgresql://h:1/other?loggerLevel=OFF");
  }
}
