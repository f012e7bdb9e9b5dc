package io.evenkeel.admin.letter;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a letter without the compression in which they were sent. Pure. */
public final class LetterBody {
  private LetterBody() {}

  /**
   * The bytes, uncompressed.
   *
   * @param bytesMax beyond which nothing is read
   * @throws IOException if they are not what the letter's encoding says
   */
  public static byte[] read(Letter letter, int bytesMax) throws IOException {
    try (InputStream in = open(letter.payload(), letter.contentEncoding())) {
      return in.readNBytes(bytesMax);
    }
  }

  private static InputStream open(byte[] payload, @Nullable String encoding) throws IOException {
    InputStream sent = new ByteArrayInputStream(payload);
    return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> sent;
      case "gzip", "x-gzip" ->
          GzipCompressorInputStream.builder()
              .setInputStream(sent)
              .setDecompressConcatenated(true)
              .get();
      case "zstd" -> new ZstdInputStream(sent);
      default -> throw new IOException("unknown compression");
    };
  }
}
