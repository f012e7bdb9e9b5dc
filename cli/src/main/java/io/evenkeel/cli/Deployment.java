package io.evenkeel.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Evenkeel whose services run by themselves, on Kubernetes for example, named by environment
 * variables: the gateway's address decides whether there is one, the others belong to it.
 */
final class Deployment {
  static final String URL = "EVENKEEL_URL";
  static final String KAFKA = "EVENKEEL_KAFKA";
  static final String JDBC_URL = "EVENKEEL_JDBC_URL";
  static final String JDBC_USER = "EVENKEEL_JDBC_USER";
  static final String JDBC_PASSWORD = "EVENKEEL_JDBC_PASSWORD";

  private Deployment() {}

  /**
   * The deployment, if {@code EVENKEEL_URL} is set.
   *
   * @throws CliException if something else of it is missing
   */
  static Optional<RunningInstance> of(Map<String, String> environment) {
    String url = environment.getOrDefault(URL, "");
    if (url.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunningInstance(0, url, "", null, jdbc(environment), "", require(environment, KAFKA)));
  }

  private static String jdbc(Map<String, String> environment) {
    String url = require(environment, JDBC_URL);
    return url
        + (url.contains("?") ? "&" : "?")
        + "user="
        + encode(require(environment, JDBC_USER))
        + "&password="
        + encode(require(environment, JDBC_PASSWORD))
        + "&currentSchema=evenkeel";
  }

  private static String require(Map<String, String> environment, String name) {
    @Nullable String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new CliException(
          ExitCodes.USAGE,
          "%s is missing: with %s go %s, %s, %s and %s"
              .formatted(name, URL, KAFKA, JDBC_URL, JDBC_USER, JDBC_PASSWORD));
    }
    return value;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
