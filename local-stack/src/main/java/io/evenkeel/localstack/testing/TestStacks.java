package io.evenkeel.localstack.testing;

import io.evenkeel.localstack.LocalStackException;
import java.util.concurrent.CompletionException;

/**
 * Starts {@link TestStack}s: containers when Docker answers, otherwise embedded. The system
 * property {@code evenkeel.test.stack} or the environment variable {@code EVENKEEL_TEST_STACK},
 * each {@code embedded} or {@code containers}, forces one; the property beats the variable. Prints
 * the choice once per JVM.
 */
public final class TestStacks {
  private static final String PROPERTY = "evenkeel.test.stack";
  private static final String VARIABLE = "EVENKEEL_TEST_STACK";

  private TestStacks() {}

  /**
   * The stack that all tests of this JVM share. Started on first use, stopped when the JVM ends, as
   * test runners end it (the broker's threads keep a JVM alive whose main method just returns); do
   * not close it. Use topics with names of your own and {@link TestStack#createDatabase()}.
   */
  public static TestStack shared() {
    return Shared.STACK;
  }

  /** A new stack for the caller, who closes it. */
  public static TestStack start() {
    return switch (Chosen.KIND) {
      case EMBEDDED -> EmbeddedTestStack.start();
      case CONTAINERS -> startContainers();
    };
  }

  private static TestStack startContainers() {
    try {
      return ContainersTestStack.start();
    } catch (LinkageError e) {
      throw new LocalStackException(
          "The test stack was to run in containers, but Testcontainers is not on the class path.",
          e);
    }
  }

  private static StackChoice.Docker probeDocker() {
    try {
      return DockerProbe.answers()
          ? StackChoice.Docker.ANSWERS
          : StackChoice.Docker.DOES_NOT_ANSWER;
    } catch (CompletionException e) {
      return e.getCause() instanceof LinkageError
          ? StackChoice.Docker.NO_TESTCONTAINERS
          : StackChoice.Docker.DOES_NOT_ANSWER;
    }
  }

  /** Chosen when it is first needed, and said so. */
  private static final class Chosen {
    static final StackChoice.Kind KIND = choose();

    private static StackChoice.Kind choose() {
      String variable = System.getenv().getOrDefault(VARIABLE, "");
      StackChoice choice =
          StackChoice.of(System.getProperty(PROPERTY, variable), TestStacks::probeDocker);
      System.out.println(choice.sentence());
      return choice.kind();
    }
  }

  /** Started when it is first needed. Stopped by its own shutdown hook, or by Testcontainers. */
  private static final class Shared {
    static final TestStack STACK = start();
  }
}
