package io.evenkeel.processor;

import io.evenkeel.processor.topology.MinuteSettings;
import io.evenkeel.runtime.EnvironmentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the processor runs. Immutable; made by {@link #of} or {@link #fromEnvironment} and changed by
 * the {@code with} methods.
 *
 * @param bootstrapServers Kafka's {@code host:port,…}
 * @param stateDirectory where state and the identity of the process persist; of this process alone
 * @param applicationId consumer group and prefix of internal topics; same for all replicas
 * @param instanceId name of this replica, unique among the replicas and the same after a restart:
 *     with it a restart does not wait for the group's session to end
 * @param threads stream threads, 1 to 64
 * @param replicationFactor of internal topics; -1 for the broker's default
 * @param minutes when minutes of the live lane close
 * @param commitInterval how long a transaction stays open, 10 ms to 5 s: most of the processor's
 *     share of the freshness
 * @param sessionTimeout after which a replica that stopped answering loses its partitions, 1 s or
 *     more
 * @param stateCacheBytes heap for state written since the last commit, all threads together
 * @param rocksDbBytes memory outside the heap for all state stores of the JVM together, at least 8
 *     MiB; the first processor of a JVM decides
 * @param kafka further properties of Kafka clients, by Kafka's own keys; they win over ours
 */
public record ProcessorConfig(
    String bootstrapServers,
    Path stateDirectory,
    String applicationId,
    String instanceId,
    int threads,
    int replicationFactor,
    MinuteSettings minutes,
    Duration commitInterval,
    Duration sessionTimeout,
    long stateCacheBytes,
    long rocksDbBytes,
    Map<String, String> kafka) {

  /** Of all environment variables of the processor. */
  static final String ENVIRONMENT_PREFIX = "EVENKEEL_PROCESSOR_";

  /** The application id unless another is chosen. */
  public static final String APPLICATION_ID_DEFAULT = "evenkeel-processor";

  private static final long MIB = 1 << 20;
  private static final MinuteSettings MINUTES_DEFAULT =
      new MinuteSettings(Duration.ofSeconds(60), Duration.ofMinutes(3));

  public ProcessorConfig {
    kafka = Map.copyOf(kafka);
    require(!bootstrapServers.isBlank(), "bootstrap-servers must not be empty");
    require(!applicationId.isBlank(), "application-id must not be empty");
    require(!instanceId.isBlank(), "instance-id must not be empty");
    require(threads >= 1 && threads <= 64, "threads must be 1 to 64");
    require(
        replicationFactor == -1 || (replicationFactor >= 1 && replicationFactor <= 32_767),
        "replication-factor must be -1 or 1 to 32767");
    require(
        commitInterval.toMillis() >= 10 && commitInterval.toMillis() <= 5_000,
        "commit-interval must be 10ms to 5s");
    require(sessionTimeout.toMillis() >= 1_000, "session-timeout must be 1s or more");
    require(stateCacheBytes >= 0, "state-cache must be 0 or more");
    require(rocksDbBytes >= 8 * MIB, "rocksdb-memory must be 8MiB or more");
  }

  /** The defaults. */
  public static ProcessorConfig of(String bootstrapServers, Path stateDirectory) {
    return new ProcessorConfig(
        bootstrapServers,
        stateDirectory,
        APPLICATION_ID_DEFAULT,
        "processor",
        2,
        -1,
        MINUTES_DEFAULT,
        Duration.ofMillis(100),
        Duration.ofSeconds(10),
        64 * MIB,
        256 * MIB,
        Map.of());
  }

  /**
   * Reads {@code EVENKEEL_PROCESSOR_…} variables; docs/reference/settings.md lists them.
   *
   * @throws IllegalArgumentException if one is missing or makes no sense; the message names it
   */
  public static ProcessorConfig fromEnvironment(Map<String, String> environment) {
    EnvironmentSettings keys = new EnvironmentSettings(ENVIRONMENT_PREFIX, environment);
    ProcessorConfig defaults =
        of(keys.required("BOOTSTRAP_SERVERS"), Path.of(keys.required("STATE_DIRECTORY")));
    return new ProcessorConfig(
        defaults.bootstrapServers,
        defaults.stateDirectory,
        keys.text("APPLICATION_ID", defaults.applicationId),
        keys.text("INSTANCE_ID", environment.getOrDefault("HOSTNAME", defaults.instanceId)),
        keys.number("THREADS", defaults.threads),
        keys.number("REPLICATION_FACTOR", defaults.replicationFactor),
        new MinuteSettings(
            keys.duration("MINUTE_GRACE", defaults.minutes.grace()),
            keys.duration("SILENCE", defaults.minutes.silence())),
        keys.duration("COMMIT_INTERVAL", defaults.commitInterval),
        keys.duration("SESSION_TIMEOUT", defaults.sessionTimeout),
        keys.bytes("STATE_CACHE", defaults.stateCacheBytes),
        keys.bytes("ROCKSDB_MEMORY", defaults.rocksDbBytes),
        keys.kafka());
  }

  public ProcessorConfig withInstanceId(String instanceId) {
    return new ProcessorConfig(
        bootstrapServers,
        stateDirectory,
        applicationId,
        instanceId,
        threads,
        replicationFactor,
        minutes,
        commitInterval,
        sessionTimeout,
        stateCacheBytes,
        rocksDbBytes,
        kafka);
  }

  public ProcessorConfig withKafka(Map<String, String> kafka) {
    return new ProcessorConfig(
        bootstrapServers,
        stateDirectory,
        applicationId,
        instanceId,
        threads,
        replicationFactor,
        minutes,
        commitInterval,
        sessionTimeout,
        stateCacheBytes,
        rocksDbBytes,
        kafka);
  }

  /** Names the further Kafka properties without their values, which may be secrets. */
  @Override
  public String toString() {
    return "ProcessorConfig[bootstrapServers=%s, stateDirectory=%s, applicationId=%s, instanceId=%s, threads=%d, replicationFactor=%d, minutes=%s, commitInterval=%s, sessionTimeout=%s, stateCacheBytes=%d, rocksDbBytes=%d, kafka=%s]"
        .formatted(
            bootstrapServers,
            stateDirectory,
            applicationId,
            instanceId,
            threads,
            replicationFactor,
            minutes,
            commitInterval,
            sessionTimeout,
            stateCacheBytes,
            rocksDbBytes,
            kafka.keySet());
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
