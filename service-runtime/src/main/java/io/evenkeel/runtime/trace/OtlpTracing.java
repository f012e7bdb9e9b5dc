package io.evenkeel.runtime.trace;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Traces that go to a collector by OTLP over HTTP, set up by OpenTelemetry's own variables. Spans
 * wait in a bounded queue; when the collector is slow or away, the newest are lost.
 */
final class OtlpTracing {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final Set<String> PROTOCOLS =
      Set.of("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");
  private static final String HTTP = "http/protobuf";

  // The exporter complains here. Held on to, for the JDK forgets loggers that nobody holds.
  private static final Logger EXPORTER_LOG = Logger.getLogger("io.opentelemetry");

  private OtlpTracing() {}

  /** Whether the variables say where spans go, and nothing to the contrary. */
  static boolean isConfigured(Map<String, String> environment) {
    boolean hasEndpoint =
        !environment.getOrDefault(ENDPOINT, "").isBlank()
            || !environment.getOrDefault(TRACES_ENDPOINT, "").isBlank();
    return hasEndpoint
        && !"true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
        && !"none".equals(environment.get("OTEL_TRACES_EXPORTER"));
  }

  /** Starts to export. */
  static Tracing start(String service, Map<String, String> environment) {
    requireHttp(environment);
    try {
      Tracing tracing =
          new OtelTracing(
              AutoConfiguredOpenTelemetrySdk.builder()
                  .addPropertiesSupplier(() -> defaults(service))
                  .addPropertiesCustomizer(properties -> chosen(environment))
                  .addSamplerCustomizer((sampler, properties) -> new LinkedSampler(sampler))
                  .disableShutdownHook()
                  .build()
                  .getOpenTelemetrySdk()
                  .getSdkTracerProvider());
      logThroughSlf4j();
      return tracing;
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException("A variable OTEL_… makes no sense: " + e.getMessage(), e);
    }
  }

  // Everything recorded, as OpenTelemetry has it, would be a load of its own at full rate.
  private static Map<String, String> defaults(String service) {
    return Map.of(
        "otel.service.name",
        service,
        "otel.exporter.otlp.protocol",
        HTTP,
        "otel.traces.sampler",
        "parentbased_traceidratio",
        "otel.traces.sampler.arg",
        "0.01");
  }

  private static Map<String, String> chosen(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith("OTEL_")) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    // Metrics are Prometheus's, logs go to standard error, and baggage is the caller's business.
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    properties.put("otel.propagators", "none");
    return properties;
  }

  private static void requireHttp(Map<String, String> environment) {
    for (String variable : PROTOCOLS) {
      String protocol = environment.getOrDefault(variable, HTTP);
      if (!protocol.equals(HTTP)) {
        throw new IllegalArgumentException(variable + " must be " + HTTP + ", was " + protocol);
      }
    }
  }

  private static synchronized void logThroughSlf4j() {
    if (EXPORTER_LOG.getHandlers().length == 0) {
      EXPORTER_LOG.addHandler(new SLF4JBridgeHandler());
      EXPORTER_LOG.setUseParentHandlers(false);
    }
  }
}
