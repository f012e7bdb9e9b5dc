package io.evenkeel.runtime;

/**
 * Logging of a service that runs as a process of its own: to standard error, from INFO on for our
 * own classes.
 */
public final class ServiceLogging {
  private static final String CONFIGURATION = "logback.configurationFile";

  private ServiceLogging() {}

  /**
   * Applies where the operator chose no configuration. Has to come before the first logger; a
   * program that hosts a service never calls it.
   */
  public static void useDefaults() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "io/evenkeel/runtime/logback.xml");
    }
  }
}
