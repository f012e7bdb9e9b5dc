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
   * Largest record of any topic but the dead-letter topic, bytes: a record's own limit, and room
   * for keys and headers.
   */
  public static final int RECORD_BYTES_MAX = 1 << 20;

  /**
   * Largest dead letter, bytes: the largest record of another topic, or the largest body that the
   * gateway reads, and room for its context.
   */
  public static final int DEAD_LETTER_BYTES_MAX = 2 << 20;

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
        timed(telemetry(Lane.LIVE), partitions, TELEMETRY_RETENTION, RECORD_BYTES_MAX),
        timed(telemetry(Lane.BACKFILL), partitions, TELEMETRY_RETENTION, RECORD_BYTES_MAX),
        timed(clean(Lane.LIVE), partitions, TELEMETRY_RETENTION, RECORD_BYTES_MAX),
        timed(clean(Lane.BACKFILL), partitions, TELEMETRY_RETENTION, RECORD_BYTES_MAX),
        timed(MINUTES, partitions, TELEMETRY_RETENTION, RECORD_BYTES_MAX),
        timed(DEAD_LETTER, partitions, DEAD_LETTER_RETENTION, DEAD_LETTER_BYTES_MAX),
        new TopicSpec(
            DIRECTORY,
            1,
            Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime")));
  }

  // Retention counts from record time: with the time of an old event the broker would delete fresh
  // data, and Kafka
  // Streams, which takes the lowest record time first, would let backfill starve live data.
  private static TopicSpec timed(
      String name, int partitions, Duration retention, int recordBytesMax) {
    return new TopicSpec(
        name,
        partitions,
        Map.of(
            "message.timestamp.type",
            "LogAppendTime",
            "retention.ms",
            Long.toString(retention.toMillis()),
            TopicSpec.MAX_MESSAGE_BYTES,
            Integer.toString(recordBytesMax)));
  }
}
