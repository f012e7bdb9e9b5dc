package io.evenkeel.model.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Names of record headers. */
public final class RecordHeaders {
  /**
   * Format version of the value, ASCII digits; on every record of the telemetry, clean and minutes
   * topics.
   */
  public static final String FORMAT = "evenkeel.format";

  /** A {@link CleanSummary}; on every clean record. */
  public static final String CLEAN = "evenkeel.clean";

  /**
   * Stage that gave up: {@code gateway}, {@code processor} or {@code sink}; on dead letters, as all
   * below.
   */
  public static final String ERROR_STAGE = "evenkeel.error.stage";

  /** Closed list of reasons, kebab case. */
  public static final String ERROR_CODE = "evenkeel.error.code";

  /** What is wrong, for people. */
  public static final String ERROR_MESSAGE = "evenkeel.error.message";

  /** Class of the exception, if there was one. */
  public static final String ERROR_EXCEPTION = "evenkeel.error.exception";

  /** Topic, partition and offset of the record that failed, as text. */
  public static final String ERROR_TOPIC = "evenkeel.error.topic";

  public static final String ERROR_PARTITION = "evenkeel.error.partition";

  public static final String ERROR_OFFSET = "evenkeel.error.offset";

  /** Unix milliseconds as text. */
  public static final String ERROR_FIRST_FAILED_AT = "evenkeel.error.first-failed-at";

  /** Number of attempts so far, as text. */
  public static final String ERROR_ATTEMPTS = "evenkeel.error.attempts";

  /** Number of the replay run that tried last, as text. */
  public static final String ERROR_REPLAY_ID = "evenkeel.error.replay-id";

  /** Place of the event in its request, as text; absent where the letter is a whole body. */
  public static final String ERROR_INDEX = "evenkeel.error.index";

  /** The member or signal that was wrong, under the name received. */
  public static final String ERROR_NAME = "evenkeel.error.name";

  /** Lane that the request was meant for; on dead letters of the gateway, as all below. */
  public static final String LANE = "evenkeel.lane";

  /** Backfill job of the request. */
  public static final String JOB = "evenkeel.job";

  /** Vehicle of the event as received, or of the batch where the event names none. */
  public static final String VEHICLE = "evenkeel.vehicle";

  /** When the gateway received it, Unix milliseconds as text. */
  public static final String RECEIVED_AT = "evenkeel.received-at";

  /** Media type of the value: one event, or a body as sent. */
  public static final String CONTENT_TYPE = "content-type";

  /** Compression of the value, absent where there is none. */
  public static final String CONTENT_ENCODING = "content-encoding";

  private static final byte[] VERSION_1 = "1".getBytes(StandardCharsets.US_ASCII);

  private RecordHeaders() {}

  /** The value of {@link #FORMAT} that this build writes. */
  public static byte[] formatVersion() {
    return VERSION_1.clone();
  }

  /** Whether this build reads the format; false if the header is absent. */
  public static boolean isReadable(byte @Nullable [] formatHeader) {
    return Arrays.equals(VERSION_1, formatHeader);
  }
}
