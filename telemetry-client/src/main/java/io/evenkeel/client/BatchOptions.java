package io.evenkeel.client;

import java.time.Duration;

/**
 * How events become batches, and how many may wait.
 *
 * @param batchEventsMax events of a batch, 1 to 5,000
 * @param batchBytesMax bytes of a batch before compression, 1 KiB or more; a larger event goes
 *     alone
 * @param linger how long an event waits for others at most
 * @param openEventsMax events that may be open (handed in and without an outcome) before callers
 *     have to wait; at least a batch
 * @param openBytesMax the same in bytes; an event is taken whatever its size when none is open
 * @param requestsMax requests under way at once. With 1 the events of a vehicle arrive in their
 *     order; the pipeline does not need that
 */
public record BatchOptions(
    int batchEventsMax,
    int batchBytesMax,
    Duration linger,
    int openEventsMax,
    long openBytesMax,
    int requestsMax) {
  private static final int GATEWAY_EVENTS_MAX = 5_000;
  private static final int BATCH_BYTES_LEAST = 1_024;

  /** 500 events or 512 KiB a batch, 200 ms of linger, 20,000 events or 16 MiB open, 4 requests. */
  public static final BatchOptions DEFAULT =
      new BatchOptions(500, 512 << 10, Duration.ofMillis(200), 20_000, 16L << 20, 4);

  public BatchOptions {
    if (batchEventsMax < 1 || batchEventsMax > GATEWAY_EVENTS_MAX) {
      throw new IllegalArgumentException("a batch has 1 to 5,000 events, not " + batchEventsMax);
    }
    if (batchBytesMax < BATCH_BYTES_LEAST || openBytesMax < batchBytesMax) {
      throw new IllegalArgumentException(
          "a batch has at least 1 KiB, and as much may be open as a batch has");
    }
    if (openEventsMax < batchEventsMax || requestsMax < 1 || linger.isNegative()) {
      throw new IllegalArgumentException(
          "as many events may be open as a batch has, with one request or more, and a linger");
    }
  }

  /** The same with another size of batches and number of requests; what may be open follows. */
  public BatchOptions with(int newBatchEventsMax, int newRequestsMax) {
    return new BatchOptions(
        newBatchEventsMax,
        batchBytesMax,
        linger,
        Math.max(openEventsMax, newBatchEventsMax * (newRequestsMax + 1)),
        openBytesMax,
        newRequestsMax);
  }

  /** The same with another linger. */
  public BatchOptions lingering(Duration newLinger) {
    return new BatchOptions(
        batchEventsMax, batchBytesMax, newLinger, openEventsMax, openBytesMax, requestsMax);
  }
}
