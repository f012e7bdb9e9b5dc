package io.evenkeel.gateway.decode;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body's compression off, within bounds. The HTTP server's own decompression is switched
 * off: it hides how much was sent, lets unknown codings pass as they are, and answers broken input
 * with 500. Immutable.
 */
final class BodyReader {
  /** Telemetry seldom shrinks to less than a 32nd; what claims to is given room as it comes. */
  private static final int USUAL_RATIO = 32;

  /** The largest window that RFC 9659 allows for HTTP, 8 MiB, as a power of two. */
  private static final int ZSTD_WINDOW_LOG_MAX = 23;

  private static final int GZIP_BYTES_MIN = 18;

  private final int decodedBytesMax;

  BodyReader(DecodeConfig config) {
    this.decodedBytesMax = config.bodyDecodedBytesMax();
  }

  Result read(byte[] sent, ContentCoding coding) {
    return switch (coding) {
      case IDENTITY -> new Decoded(sent);
      case GZIP -> read(sent, coding, BodyReader::gzip, gzipSize(sent));
      case ZSTD -> read(sent, coding, BodyReader::zstd, Zstd.getFrameContentSize(sent));
    };
  }

  private Result read(byte[] sent, ContentCoding coding, Opener opener, long statedSize) {
    try (InputStream in = opener.open(new ByteArrayInputStream(sent))) {
      byte[] decoded = readAll(in, room(sent.length, statedSize));
      return decoded == null ? tooLarge() : new Decoded(decoded);
    } catch (IOException e) {
      return new Refused(
          Problem.of(
              ErrorCode.BROKEN_COMPRESSION,
              "The body is not complete, valid " + coding.headerName() + "."));
    }
  }

  // The size that a body states saves copies, but it may lie.
  private int room(int sentBytes, long statedSize) {
    long most = Math.min((long) sentBytes * USUAL_RATIO, decodedBytesMax);
    return (int) (statedSize > 0 ? Math.min(statedSize, most) : Math.min(sentBytes * 4L, most));
  }

  // Null for more than is allowed; a bomb is read no further than one byte beyond.
  private byte @Nullable [] readAll(InputStream in, int room) throws IOException {
    byte[] decoded = new byte[room];
    int size = 0;
    while (true) {
      size += in.readNBytes(decoded, size, decoded.length - size);
      int next = size < decoded.length ? -1 : in.read();
      if (next < 0) {
        return size == decoded.length ? decoded : Arrays.copyOf(decoded, size);
      }
      if (size == decodedBytesMax) {
        return null;
      }
      decoded = Arrays.copyOf(decoded, (int) Math.min(size * 2L + 1_024, decodedBytesMax));
      decoded[size] = (byte) next;
      size++;
    }
  }

  private static InputStream gzip(InputStream sent) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(sent)
        .setDecompressConcatenated(true)
        .get();
  }

  private static InputStream zstd(InputStream sent) throws IOException {
    return new ZstdInputStreamNoFinalizer(sent, RecyclingBufferPool.INSTANCE)
        .setLongMax(ZSTD_WINDOW_LOG_MAX);
  }

  // RFC 1952: the last four bytes are the size, little endian, modulo 2^32.
  private static long gzipSize(byte[] sent) {
    return sent.length < GZIP_BYTES_MIN
        ? 0
        : Integer.toUnsignedLong(
            ByteBuffer.wrap(sent).order(ByteOrder.LITTLE_ENDIAN).getInt(sent.length - 4));
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

  private interface Opener {
    InputStream open(InputStream sent) throws IOException;
  }
}
