package io.evenkeel.sink;

import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a {@link SinkConfig} from environment variables and says which one is wrong. */
final class SinkEnvironment {
  private static final String PREFIX = "EVENKEEL_SINK_";
  private static final String KAFKA = PREFIX + "KAFKA_";
  private static final Pattern QUANTITY = Pattern.compile("(\\d+)\\s*([A-Za-z]*)");

  private final Map<String, String> environment;

  SinkEnvironment(Map<String, String> environment) {
    this.environment = environment;
  }

  SinkConfig config() {
    SinkConfig d = SinkConfig.of("default", "default", "", "");
    return new SinkConfig(
        required("BOOTSTRAP_SERVERS"),
        kafkaProperties(),
        required("JDBC_URL"),
        required("DATABASE_USER"),
        required("DATABASE_PASSWORD"),
        value("LANES", SinkEnvironment::lanes, d.lanes()),
        value("LIVE_WRITERS", Integer::valueOf, d.liveWriters()),
        value("BACKFILL_WRITERS", Integer::valueOf, d.backfillWriters()),
        batch(d.batch()),
        value("INSTANCE_ID", Optional::of, Optional.<String>empty()),
        value("SHUTDOWN_GRACE", SinkEnvironment::duration, d.shutdownGrace()),
        value("MIGRATE", SinkEnvironment::yesOrNo, d.migrate()),
        value("CARETAKER", SinkEnvironment::yesOrNo, d.caretaker()),
        value("ADMIN_HOST", Function.identity(), d.adminHost()),
        value("ADMIN_PORT", Integer::valueOf, d.adminPort()));
  }

  private BatchLimits batch(BatchLimits d) {
    return new BatchLimits(
        value("BATCH_ROWS", Integer::valueOf, d.rows()),
        value("BATCH_ROWS_MAX", Integer::valueOf, d.rowsMax()),
        value("BATCH_LINGER", SinkEnvironment::duration, d.linger()),
        value("BUFFER_ROWS_MAX", Integer::valueOf, d.bufferRowsMax()),
        value("BUFFER_BYTES_MAX", SinkEnvironment::bytes, d.bufferBytesMax()));
  }

  // EVENKEEL_SINK_KAFKA_SASL_JAAS_CONFIG is Kafka's sasl.jaas.config.
  private Map<String, String> kafkaProperties() {
    Map<String, String> properties = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(KAFKA)) {
        String key = name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
        properties.put(key, value);
      }
    });
    return properties;
  }

  private String required(String key) {
    String value = environment.get(PREFIX + key);
    if (value == null) {
      throw new IllegalArgumentException("The variable " + PREFIX + key + " is missing");
    }
    return value;
  }

  private <T> T value(String key, Function<String, T> parser, T otherwise) {
    String value = environment.get(PREFIX + key);
    if (value == null) {
      return otherwise;
    }
    try {
      return parser.apply(value.strip());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "The variable " + PREFIX + key + " is not understood: " + e.getMessage(), e);
    }
  }

  private static Set<Lane> lanes(String value) {
    return Arrays.stream(value.split(","))
        .map(name -> Lane.valueOf(name.strip().toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Lane.class)));
  }

  private static boolean yesOrNo(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false is expected");
    };
  }

  private static Duration duration(String value) {
    Matcher quantity = quantity(value);
    long amount = Long.parseLong(quantity.group(1));
    return switch (quantity.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> throw new IllegalArgumentException("a duration such as 150ms, 20s or 1m");
    };
  }

  private static long bytes(String value) {
    Matcher quantity = quantity(value);
    long amount = Long.parseLong(quantity.group(1));
    return switch (quantity.group(2)) {
      case "" -> amount;
      case "KiB" -> Math.multiplyExact(amount, 1L << 10);
      case "MiB" -> Math.multiplyExact(amount, 1L << 20);
      case "GiB" -> Math.multiplyExact(amount, 1L << 30);
      default -> throw new IllegalArgumentException("a size such as 65536, 64KiB or 32MiB");
    };
  }

  private static Matcher quantity(String value) {
    Matcher matcher = QUANTITY.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a number with its unit is expected");
    }
    return matcher;
  }
}
