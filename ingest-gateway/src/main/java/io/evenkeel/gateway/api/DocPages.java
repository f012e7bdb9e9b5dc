package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The pages that come with the gateway, about 2 MB, read once: the event loop must not wait for a
 * disk. Only what is named here can be had. Immutable.
 */
public final class DocPages {
  /** What a page may load: what comes from here. */
  static final String SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final byte[] description;
  private final Map<String, byte[]> viewer;
  private final Map<String, byte[]> errors;

  private DocPages(byte[] description, Map<String, byte[]> viewer, Map<String, byte[]> errors) {
    this.description = description;
    this.viewer = viewer;
    this.errors = errors;
  }

  /**
   * Reads them.
   *
   * @throws IllegalStateException if one is missing: the gateway was not built as a whole
   */
  public static DocPages read() {
    String swaggerUi = "/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
    Map<String, byte[]> viewer =
        Map.of(
            "index.html", resource("/docs/index.html"),
            "viewer.js", resource("/docs/viewer.js"),
            "swagger-ui.css", resource(swaggerUi + "swagger-ui.css"),
            "swagger-ui-bundle.js", resource(swaggerUi + "swagger-ui-bundle.js"));
    Map<String, byte[]> errors = new HashMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      errors.put(code.id(), resource("/errors/" + code.id() + ".md"));
    }
    return new DocPages(resource("/META-INF/swagger/evenkeel.yml"), viewer, errors);
  }

  Optional<byte[]> description() {
    return Optional.of(description);
  }

  Optional<byte[]> viewer(String file) {
    return Optional.ofNullable(viewer.get(file));
  }

  Optional<byte[]> error(String id) {
    return Optional.ofNullable(errors.get(id));
  }

  private static String swaggerUiVersion() {
    Properties properties = new Properties();
    byte[] text = resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties");
    try {
      properties.load(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory does not fail", e);
    }
    return properties.getProperty("version", "");
  }

  private static byte[] resource(String path) {
    try (InputStream in = DocPages.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The gateway was built without " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("A page of the gateway cannot be read: " + path, e);
    }
  }
}
