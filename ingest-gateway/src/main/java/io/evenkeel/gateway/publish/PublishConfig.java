package io.evenkeel.gateway.publish;

import java.time.Duration;

/**
 * How records are written. Keys under {@code gateway.publish}.
 *
 * @param linger how long the producer waits for more to send together; costs each request that time
 * @param batchBytes largest producer batch, bytes
 * @param bufferBytesMax memory for records that wait for their acknowledgement, bytes; beyond it
 *     requests are refused
 * @param deliveryTimeout how long a record may wait for its acknowledgement, retries included
 * @param watchEvery how often the number of partitions is compared with the one at start
 */
public record PublishConfig(
    Duration linger,
    int batchBytes,
    long bufferBytesMax,
    Duration deliveryTimeout,
    Duration watchEvery) {
  /** What a gateway does unless told otherwise. */
  public static final PublishConfig DEFAULT =
      new PublishConfig(
          Duration.ofMillis(2),
          128 * 1024,
          64L << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  public PublishConfig {
    if (linger.isNegative() || linger.toMillis() > 1_000) {
      throw new IllegalArgumentException("gateway.publish.linger must be 0 to 1 s, was " + linger);
    }
    if (batchBytes < 0) {
      throw new IllegalArgumentException(
          "gateway.publish.batch-bytes must be 0 or greater, was " + batchBytes);
    }
    if (bufferBytesMax < (1 << 20)) {
      throw new IllegalArgumentException(
          "gateway.publish.buffer-bytes-max must be 1 MiB or more, was " + bufferBytesMax);
    }
    if (deliveryTimeout.toMillis() < 2 * linger.toMillis() + 100) {
      throw new IllegalArgumentException(
          "gateway.publish.delivery-timeout must exceed twice the linger by 100 ms, was "
              + deliveryTimeout);
    }
    if (watchEvery.toMillis() < 10) {
      throw new IllegalArgumentException(
          "gateway.publish.watch-every must be 10 ms or more, was " + watchEvery);
    }
  }
}
