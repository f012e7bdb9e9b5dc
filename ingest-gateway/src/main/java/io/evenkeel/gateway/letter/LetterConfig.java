package io.evenkeel.gateway.letter;

import io.evenkeel.model.topic.Topics;

/**
 * How dead letters are written. Keys under {@code gateway.dead-letters}; the times are those of
 * {@code gateway.publish}.
 *
 * @param bufferBytesMax memory for dead letters that wait for their acknowledgement, bytes, apart
 *     from that of telemetry; beyond it what they stand for is refused as retryable
 */
public record LetterConfig(long bufferBytesMax) {
  /**
   * What a gateway does unless told otherwise: room for the largest batch of which no event is
   * valid, 8 MiB and the headers of 5,000 letters.
   */
  public static final LetterConfig DEFAULT = new LetterConfig(16L << 20);

  public LetterConfig {
    if (bufferBytesMax < Topics.DEAD_LETTER_BYTES_MAX) {
      throw new IllegalArgumentException(
          "gateway.dead-letters.buffer-bytes-max must be 2 MiB or more, the size of one dead"
              + " letter, was "
              + bufferBytesMax);
    }
  }
}
