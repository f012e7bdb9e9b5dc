package io.evenkeel.localstack.testing;

import java.util.function.Supplier;

/**
 * Which kind of stack tests get, and why.
 *
 * @param kind the kind
 * @param reason for the line that says so
 */
record StackChoice(Kind kind, String reason) {
  /** The kinds of stacks. */
  enum Kind {
    EMBEDDED,
    CONTAINERS
  }

  /** What is known about Docker. */
  enum Docker {
    ANSWERS,
    DOES_NOT_ANSWER,
    NO_TESTCONTAINERS
  }

  /**
   * The wish decides; without one, whether Docker answers.
   *
   * @param wish {@code embedded}, {@code containers}, or empty
   */
  static StackChoice of(String wish, Supplier<Docker> docker) {
    return switch (wish) {
      case "embedded" -> new StackChoice(Kind.EMBEDDED, "as asked for");
      case "containers" -> new StackChoice(Kind.CONTAINERS, "as asked for");
      case "" -> byDocker(docker.get());
      default ->
          throw new IllegalArgumentException(
              "The test stack is \"embedded\" or \"containers\", not \"%s\".".formatted(wish));
    };
  }

  private static StackChoice byDocker(Docker docker) {
    return switch (docker) {
      case ANSWERS -> new StackChoice(Kind.CONTAINERS, "Docker answers");
      case DOES_NOT_ANSWER -> new StackChoice(Kind.EMBEDDED, "Docker does not answer");
      case NO_TESTCONTAINERS ->
          new StackChoice(Kind.EMBEDDED, "Testcontainers is not on the class path");
    };
  }

  /** The line that is printed once. */
  String sentence() {
    String name =
        switch (kind) {
          case EMBEDDED -> "embedded";
          case CONTAINERS -> "containers";
        };
    return "Test stack: %s (%s)".formatted(name, reason);
  }
}
