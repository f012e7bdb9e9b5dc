package io.evenkeel.processor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables of the processor: {@code EVENKEEL_PROCESSOR_} and then {@code
 * BOOTSTRAP_SERVERS}, {@code STATE_DIRECTORY} (both required), {@code APPLICATION_ID}, {@code
 * INSTANCE_ID}, {@code THREADS}, {@code REPLICATION_FACTOR}, {@code MINUTE_GRACE}, {@code SILENCE},
 * {@code COMMIT_INTERVAL}, {@code SESSION_TIMEOUT}, {@code STATE_CACHE}, {@code ROCKSDB_MEMORY},
 * {@code ADMIN_HOST}, {@code ADMIN_PORT}. {@code KAFKA_SECURITY_PROTOCOL} and the like become
 * properties of Kafka clients ({@code security.protocol}).
 *
 * <p>Durations are like {@code 100ms}, {@code 60s}, {@code 3m}; sizes like {@code 64MiB}. Others of
 * the prefix are ignored: Kubernetes sets some by itself for a service of this name.
 */
final class EnvironmentKeys {
  private static final String PREFIX = "EVENKEEL_PROCESSOR_";
  private static final String KAFKA = PREFIX + "KAFKA_";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

  private final Map<String, String> environment;

  EnvironmentKeys(Map<String, String> environment) {
    this.environment = environment;
  }

  String required(String key) {
    String value = environment.get(PREFIX + key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(PREFIX + key + " is not set");
    }
    return value;
  }

  String text(String key, String otherwise) {
    return environment.getOrDefault(PREFIX + key, otherwise);
  }

  int number(String key, int otherwise) {
    return parse(key, otherwise, "a whole number", Integer::parseInt);
  }

  Duration duration(String key, Duration otherwise) {
    return parse(key, otherwise, "a duration like 100ms, 60s or 3m", EnvironmentKeys::duration);
  }

  long bytes(String key, long otherwise) {
    return parse(key, otherwise, "a size like 64MiB", EnvironmentKeys::bytes);
  }

  /** Properties of Kafka clients by Kafka's own keys. */
  Map<String, String> kafka() {
    Map<String, String> properties = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(KAFKA)) {
        String key = name.substring(KAFKA.length()).toLowerCase(Locale.ROOT);
        properties.put(key.replace('_', '.'), value);
      }
    });
    return properties;
  }

  private <T> T parse(String key, T otherwise, String form, Function<String, T> parser) {
    String value = environment.get(PREFIX + key);
    if (value == null) {
      return otherwise;
    }
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PREFIX + key + " must be " + form + ", was " + value, e);
    }
  }

  private static Duration duration(String text) {
    Matcher matcher = matched(DURATION, text);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static long bytes(String text) {
    Matcher matcher = matched(BYTES, text);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "B" -> amount;
      case "KiB" -> amount << 10;
      case "MiB" -> amount << 20;
      default -> amount << 30;
    };
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return matcher;
  }
}
