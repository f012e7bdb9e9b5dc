package io.evenkeel.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build runs. */
public final class BuildInfo {
  private static final String RESOURCE = "build.properties";

  private BuildInfo() {}

  /** The version, as in the project file. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  /**
   * Shows the version as a label.
   *
   * @param service {@code gateway}, {@code processor} or {@code sink}
   */
  public static void bind(MeterRegistry registry, String service) {
    Gauge.builder("evenkeel.build.info", () -> 1)
        .description("1; the labels say which build of which service runs")
        .tag("service", service)
        .tag("version", version())
        .strongReference(true)
        .register(registry);
  }
}
