package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Takes a body's compression off, within bounds. The HTTP server's own decompression is switched
 * off: it hides how much was sent, lets unknown codings pass as they are, and answers broken input
 * with 500. Immutable.
 */
final class BodyReader {
  private final int decodedBytesMax;

  BodyReader(DecodeConfig config) {
    this.decodedBytesMax = config.bodyDecodedBytesMax();
  }

  Result read(byte[] sent, ContentCoding coding) {
    return switch (coding) {
      case IDENTITY -> new Decoded(sent);
      case GZIP -> gunzip(sent);
    };
  }

  private Result gunzip(byte[] sent) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent), 8_192)) {
      // One byte more than allowed tells a body that is too large; a bomb is read no further.
      byte[] decoded = in.readNBytes(decodedBytesMax + 1);
      return decoded.length > decodedBytesMax ? tooLarge() : new Decoded(decoded);
    } catch (IOException e) {
      return new Refused(
          Problem.of(ErrorCode.BROKEN_COMPRESSION, "The body is not complete, valid gzip."));
    }
  }

  private Refused tooLarge() {
    return new Refused(
        Problem.of(
            ErrorCode.BODY_TOO_LARGE,
            "The body is larger than " + decodedBytesMax + " bytes after decompression."));
  }

  /** What became of a body. */
  sealed interface Result {}

  /** The body without compression. */
  @SuppressWarnings("ArrayRecordComponent") // handed to the parser, never compared
  record Decoded(byte[] bytes) implements Result {}

  /** No body that can be used. */
  record Refused(Problem problem) implements Result {}
}
