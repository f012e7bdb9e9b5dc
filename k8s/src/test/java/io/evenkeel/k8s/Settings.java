package io.evenkeel.k8s;

import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.processor.ProcessorConfig;
import io.evenkeel.sink.SinkConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The variables of a service: which its code asks for, and what it makes of them. */
enum Settings {
  GATEWAY(
      "EVENKEEL_GATEWAY_",
      "get\\(\\s*\"([a-z.-]+)\"",
      "ingest-gateway/src/main/java/io/evenkeel/gateway/GatewaySettings.java") {
    @Override
    Object read(Map<String, String> environment) {
      return GatewayConfig.fromEnvironment(environment);
    }
  },
  PROCESSOR(
      "EVENKEEL_PROCESSOR_",
      "keys\\.\\w+\\(\\s*\"([A-Z_]+)\"",
      "stream-processor/src/main/java/io/evenkeel/processor/ProcessorConfig.java",
      "stream-processor/src/main/java/io/evenkeel/processor/ProcessorMain.java") {
    @Override
    Object read(Map<String, String> environment) {
      return ProcessorConfig.fromEnvironment(environment);
    }
  },
  SINK(
      "EVENKEEL_SINK_",
      "settings\\.\\w+\\(\\s*\"([A-Z_]+)\"",
      "sink/src/main/java/io/evenkeel/sink/SinkEnvironment.java") {
    @Override
    Object read(Map<String, String> environment) {
      return SinkConfig.fromEnvironment(environment);
    }
  };

  /** What every service takes. */
  static final Set<String> SHARED = Set.of("EVENKEEL_LOG_FORMAT");

  private final String prefix;
  private final Set<String> names = new TreeSet<>();

  Settings(String prefix, String call, String... sources) {
    this.prefix = prefix;
    for (String source : sources) {
      Pattern.compile(call)
          .matcher(Repository.text(source))
          .results()
          .map(match -> match.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
          .forEach(name -> names.add(prefix + name));
    }
  }

  static Settings ofModule(String module) {
    return switch (module) {
      case "ingest-gateway" -> GATEWAY;
      case "stream-processor" -> PROCESSOR;
      case "sink" -> SINK;
      default -> throw new IllegalArgumentException(module);
    };
  }

  /** The configuration by the service's own reader. */
  abstract Object read(Map<String, String> environment);

  /** Whether the code asks for a variable of this name. */
  boolean knows(String variable) {
    return names.contains(variable)
        || SHARED.contains(variable)
        || variable.matches(prefix + "KAFKA_[A-Z_]+");
  }

  Set<String> names() {
    return names;
  }
}
