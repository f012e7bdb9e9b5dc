package io.evenkeel.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of a service from environment variables that share a prefix. Durations are like {@code
 * 100ms}, {@code 60s}, {@code 3m}; sizes like {@code 65536B}, {@code 64MiB}. Variables of the
 * prefix that nobody asks for are ignored: Kubernetes sets some by itself for a service of this
 * name.
 *
 * <p>Every method throws {@link IllegalArgumentException} with a message that names the variable
 * when its value is missing or makes no sense. Immutable.
 */
public final class EnvironmentSettings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

  private final String prefix;
  private final Map<String, String> environment;

  /**
   * Settings of one service.
   *
   * @param prefix for example {@code EVENKEEL_SINK_}
   */
  public EnvironmentSettings(String prefix, Map<String, String> environment) {
    this.prefix = prefix;
    this.environment = Map.copyOf(environment);
  }

  /** A text that has to be there. */
  public String required(String key) {
    String value = environment.get(prefix + key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(prefix + key + " is not set");
    }
    return value;
  }

  /** A text. */
  public String text(String key, String otherwise) {
    return environment.getOrDefault(prefix + key, otherwise);
  }

  /** A whole number. */
  public int number(String key, int otherwise) {
    return parse(key, otherwise, "a whole number", Integer::parseInt);
  }

  /** A duration. */
  public Duration duration(String key, Duration otherwise) {
    return parse(key, otherwise, "a duration like 100ms, 60s or 3m", EnvironmentSettings::duration);
  }

  /** A size in bytes. */
  public long bytes(String key, long otherwise) {
    return parse(key, otherwise, "a size like 64MiB", EnvironmentSettings::bytes);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key, boolean otherwise) {
    return parse(key, otherwise, "true or false", EnvironmentSettings::flag);
  }

  /**
   * Properties of Kafka clients by Kafka's own keys: {@code KAFKA_SASL_JAAS_CONFIG} is {@code
   * sasl.jaas.config}.
   */
  public Map<String, String> kafka() {
    Map<String, String> properties = new HashMap<>();
    String start = prefix + "KAFKA_";
    environment.forEach((name, value) -> {
      if (name.startsWith(start)) {
        String key = name.substring(start.length()).toLowerCase(Locale.ROOT);
        properties.put(key.replace('_', '.'), value);
      }
    });
    return properties;
  }

  /**
   * A value of any form.
   *
   * @param form what is expected, for the message
   * @param parser throws {@link IllegalArgumentException} for anything else
   */
  public <T> T parse(String key, T otherwise, String form, Function<String, T> parser) {
    String value = environment.get(prefix + key);
    if (value == null) {
      return otherwise;
    }
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(prefix + key + " must be " + form + ", was " + value, e);
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Duration duration(String text) {
    Matcher matcher = matched(DURATION, text);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
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
