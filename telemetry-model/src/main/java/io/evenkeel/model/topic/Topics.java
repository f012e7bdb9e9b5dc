package io.evenkeel.model.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics in which the services meet. */
public final class Topics {
  /**
   * Partitions of every partitioned topic unless the operator chooses another number at creation.
   */
  public static final int PARTITIONS_DEFAULT = 12;

  /**
   * Largest record of any topic, bytes: a record's own limit, and room for keys, headers and
   * dead-letter context.
   */
  public static final int RECORD_BYTES_MAX = 1 << 20;

  /** Closed minutes of the live lane. */
  public static final String MINUTES = "evenkeel.minutes";

  /** Original bytes of what no stage could use, with the reason in headers. */
  public static final String DEAD_LETTER = "evenkeel.dead-letter";

  /** Tenants, API keys and switches; compacted, one partition. */
  public static final String DIRECTORY = "evenkeel.directory";

  private static final Duration TELEMETRY_RETENTION = Duration.ofDays(7);
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  private Topics() {}

  /** The topic that the gateway writes: telemetry as accepted, duplicates included. */
  public static String telemetry(Lane lane) {
    return "evenkeel.telemetry." + lane.id();
  }

  /**
   * The topic that the processor writes: telemetry without duplicates, one record for each input
   * record.
   */
  public static String clean(Lane lane) {
    return "evenkeel.clean." + lane.id();
  }

  /** Every topic of the pipeline. */
  public static List<TopicSpec> all(int partitions) {
    return List.of(
        timed(telemetry(Lane.LIVE), partitions, TELEMETRY_RETENTION),
        timed(telemetry(Lane.BACKFILL), partitions, TELEMETRY_RETENTION),
        timed(clean(Lane.LIVE), partitions, TELEMETRY_RETENTION),
        timed(clean(Lane.BACKFILL), partitions, TELEMETRY_RETENTION),
        timed(MINUTES, partitions, TELEMETRY_RETENTION),
        timed(DEAD_LETTER, partitions, DEAD_LETTER_RETENTION),
        new TopicSpec(
            DIRECTORY,
            1,
            Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime")));
  }

  // Retention counts from record time: with the time of an old event the broker would delete fresh
  // data, and Kafka
  // Streams, which takes the lowest record time first, would let backfill starve live data.
  private static TopicSpec timed(String name, int partitions, Duration retention) {
    return new TopicSpec(
        name,
        partitions,
        Map.of(
            "message.timestamp.type", "LogAppendTime",
            "retention.ms", Long.toString(retention.toMillis()),
            "max.message.bytes", Integer.toString(RECORD_BYTES_MAX)));
  }
}
