package io.evenkeel.gateway.decode;

/** From the bytes of a request to valid events. Pure; safe for use by many threads. */
public interface Decoder {
  /**
   * Decodes a request's body.
   *
   * @param sent the body as sent
   */
  DecodedBatch decode(byte[] sent, ContentCoding coding, BatchFormat format, SendingRights rights);
}
