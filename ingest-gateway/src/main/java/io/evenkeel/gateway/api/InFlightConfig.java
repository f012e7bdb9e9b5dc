package io.evenkeel.gateway.api;

/**
 * How much may be under way at once; beyond it requests are refused with 503. Keys under {@code
 * gateway.in-flight}.
 *
 * @param requestsMax most requests that wait for their answer
 * @param bytesMax most bytes of their bodies together, after decompression
 */
public record InFlightConfig(int requestsMax, long bytesMax) {
  /** What a gateway takes unless told otherwise. */
  public static final InFlightConfig DEFAULT = new InFlightConfig(2_048, 64L << 20);

  public InFlightConfig {
    if (requestsMax < 1) {
      throw new IllegalArgumentException(
          "gateway.in-flight.requests-max must be greater than 0, was " + requestsMax);
    }
    if (bytesMax < 1) {
      throw new IllegalArgumentException(
          "gateway.in-flight.bytes-max must be greater than 0, was " + bytesMax);
    }
  }
}
