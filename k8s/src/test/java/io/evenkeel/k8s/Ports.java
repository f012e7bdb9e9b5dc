package io.evenkeel.k8s;

import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.sink.SinkConfig;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports at which services listen unless told otherwise, from their code. */
final class Ports {
  private Ports() {}

  /** By the names that the manifests give them. */
  static Map<String, Integer> of(String module) {
    return switch (module) {
      case "ingest-gateway" -> {
        GatewayConfig config = GatewayConfig.fromEnvironment(Map.of());
        yield Map.of("http", config.port(), "admin", config.adminPort());
      }
      case "stream-processor" -> Map.of("admin", processorAdmin());
      case "sink" -> Map.of("admin", SinkConfig.of("kafka", "jdbc", "user", "secret").adminPort());
      default -> Map.of();
    };
  }

  private static int processorAdmin() {
    Matcher port =
        Pattern.compile("ADMIN_PORT_DEFAULT = (\\d+)")
            .matcher(
                Repository.text(
                    "stream-processor/src/main/java/io/evenkeel/processor/ProcessorMain.java"));
    if (!port.find()) {
      throw new IllegalStateException("The processor's port is no longer where this test looks");
    }
    return Integer.parseInt(port.group(1));
  }
}
