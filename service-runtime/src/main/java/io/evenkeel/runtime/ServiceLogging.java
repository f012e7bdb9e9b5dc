package io.evenkeel.runtime;

import java.util.Map;

/**
 * Logging of a service that runs as a process of its own: to standard error, from INFO on for our
 * own classes. {@code EVENKEEL_LOG_FORMAT} chooses between {@code text}, which is the default, and
 * {@code json}, one object a line.
 */
public final class ServiceLogging {
  private static final String CONFIGURATION = "logback.configurationFile";
  private static final String FORMAT = "EVENKEEL_LOG_FORMAT";

  private ServiceLogging() {}

  /**
   * Applies where the operator chose no configuration. Has to come before the first logger; a
   * program that hosts a service never calls it.
   */
  public static void useDefaults() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, configuration(System.getenv()));
    }
  }

  // A format that is not known must not keep a service from saying what else is wrong.
  static String configuration(Map<String, String> environment) {
    boolean json = environment.getOrDefault(FORMAT, "text").equals("json");
    return json ? "io/evenkeel/runtime/logback-json.xml" : "io/evenkeel/runtime/logback.xml";
  }
}
