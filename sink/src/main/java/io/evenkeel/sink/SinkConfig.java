package io.evenkeel.sink;

import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of a sink process. Immutable.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port,…}
 * @param kafkaProperties further client properties by Kafka's own keys, such as TLS and SASL
 * @param jdbcUrl the PostgreSQL database
 * @param user database role; needs no superuser rights
 * @param password its password; never printed
 * @param lanes lanes that this process stores
 * @param liveWriters writer threads, and connections, of the live lane
 * @param backfillWriters the same of the backfill lane
 * @param batch bounds of batches and buffers
 * @param instanceId name of this process for Kafka's static membership: a process that comes back
 *     under it within the session time-out keeps its partitions
 * @param shutdownGrace how long closing may take
 * @param migrate whether to bring the schema up to date at the start
 * @param caretaker whether this process may be the caretaker
 * @param caretaking what it does then
 * @param adminHost address of the health and metrics port
 * @param adminPort the health and metrics port; 0 chooses a free one
 */
public record SinkConfig(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String jdbcUrl,
    String user,
    String password,
    Set<Lane> lanes,
    int liveWriters,
    int backfillWriters,
    BatchLimits batch,
    Optional<String> instanceId,
    Duration shutdownGrace,
    boolean migrate,
    boolean caretaker,
    CaretakerConfig caretaking,
    String adminHost,
    int adminPort) {
  private static final int WRITERS_MAX = 64;

  public SinkConfig {
    kafkaProperties = Map.copyOf(kafkaProperties);
    lanes = Set.copyOf(lanes);
    requireText(bootstrapServers, "bootstrap-servers");
    requireText(jdbcUrl, "jdbc-url");
    requireRange(liveWriters, 1, WRITERS_MAX, "live-writers");
    requireRange(backfillWriters, 1, WRITERS_MAX, "backfill-writers");
    requireRange(adminPort, 0, 65_535, "admin-port");
    if (lanes.isEmpty()) {
      throw new IllegalArgumentException("lanes must name at least one lane");
    }
    if (shutdownGrace.isNegative() || shutdownGrace.isZero()) {
      throw new IllegalArgumentException("shutdown-grace must be positive");
    }
  }

  /** Everything at its default. */
  public static SinkConfig of(
      String bootstrapServers, String jdbcUrl, String user, String password) {
    return new SinkConfig(
        bootstrapServers,
        Map.of(),
        jdbcUrl,
        user,
        password,
        EnumSet.allOf(Lane.class),
        2,
        1,
        BatchLimits.DEFAULT,
        Optional.empty(),
        Duration.ofSeconds(20),
        true,
        true,
        CaretakerConfig.DEFAULT,
        "127.0.0.1",
        9404);
  }

  /**
   * Settings from variables named {@code EVENKEEL_SINK_…}.
   *
   * @throws IllegalArgumentException naming the variable, if one is missing or not understood
   */
  public static SinkConfig fromEnvironment(Map<String, String> environment) {
    return new SinkEnvironment(environment).config();
  }

  /** Writer threads of a lane. */
  public int writers(Lane lane) {
    return switch (lane) {
      case LIVE -> liveWriters;
      case BACKFILL -> backfillWriters;
    };
  }

  /** The same with other lanes. */
  public SinkConfig withLanes(Set<Lane> other) {
    return new SinkConfig(
        bootstrapServers,
        kafkaProperties,
        jdbcUrl,
        user,
        password,
        other,
        liveWriters,
        backfillWriters,
        batch,
        instanceId,
        shutdownGrace,
        migrate,
        caretaker,
        caretaking,
        adminHost,
        adminPort);
  }

  /** The same as a static member under this name. */
  public SinkConfig withInstanceId(String other) {
    return new SinkConfig(
        bootstrapServers,
        kafkaProperties,
        jdbcUrl,
        user,
        password,
        lanes,
        liveWriters,
        backfillWriters,
        batch,
        Optional.of(other),
        shutdownGrace,
        migrate,
        caretaker,
        caretaking,
        adminHost,
        adminPort);
  }

  /** The same with another number of writers. */
  public SinkConfig withWriters(int live, int backfill) {
    return new SinkConfig(
        bootstrapServers,
        kafkaProperties,
        jdbcUrl,
        user,
        password,
        lanes,
        live,
        backfill,
        batch,
        instanceId,
        shutdownGrace,
        migrate,
        caretaker,
        caretaking,
        adminHost,
        adminPort);
  }

  /** The same with other batch limits. */
  public SinkConfig withBatch(BatchLimits other) {
    return new SinkConfig(
        bootstrapServers,
        kafkaProperties,
        jdbcUrl,
        user,
        password,
        lanes,
        liveWriters,
        backfillWriters,
        other,
        instanceId,
        shutdownGrace,
        migrate,
        caretaker,
        caretaking,
        adminHost,
        adminPort);
  }

  /** The same with migration at the start or not. */
  public SinkConfig withMigrate(boolean other) {
    return new SinkConfig(
        bootstrapServers,
        kafkaProperties,
        jdbcUrl,
        user,
        password,
        lanes,
        liveWriters,
        backfillWriters,
        batch,
        instanceId,
        shutdownGrace,
        other,
        caretaker,
        caretaking,
        adminHost,
        adminPort);
  }

  /** The same with another way of caretaking. */
  public SinkConfig withCaretaking(CaretakerConfig other) {
    return new SinkConfig(
        bootstrapServers,
        kafkaProperties,
        jdbcUrl,
        user,
        password,
        lanes,
        liveWriters,
        backfillWriters,
        batch,
        instanceId,
        shutdownGrace,
        migrate,
        caretaker,
        other,
        adminHost,
        adminPort);
  }

  /** Settings in one line, without the password and without Kafka's secrets. */
  @Override
  public String toString() {
    return "bootstrap-servers="
        + bootstrapServers
        + " kafka-properties="
        + kafkaProperties.keySet()
        + " jdbc-url="
        + jdbcUrl.replaceAll("(?i)(password=)[^&;]*", "$1***")
        + " user="
        + user
        + " password=*** lanes="
        + lanes
        + " live-writers="
        + liveWriters
        + " backfill-writers="
        + backfillWriters
        + " batch="
        + batch
        + " instance-id="
        + instanceId.orElse("none")
        + " shutdown-grace="
        + shutdownGrace
        + " migrate="
        + migrate
        + " caretaker="
        + caretaker
        + ' '
        + caretaking
        + " admin="
        + adminHost
        + ':'
        + adminPort;
  }

  private static void requireText(String value, String key) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(key + " must not be blank");
    }
  }

  private static void requireRange(int value, int min, int max, String key) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
    }
  }
}
