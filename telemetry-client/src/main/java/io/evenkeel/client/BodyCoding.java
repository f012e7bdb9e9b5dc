package io.evenkeel.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * How bodies are compressed. Implementations are safe for use by many threads.
 *
 * <p>zstd needs a library and no more than this, with {@code com.github.luben:zstd-jni}:
 *
 * <pre>{@code
 * record Zstd() implements BodyCoding {
 *   public String name() { return "zstd"; }
 *   public byte[] encode(byte[] body) { return com.github.luben.zstd.Zstd.compress(body); }
 * }
 * }</pre>
 */
public interface BodyCoding {
  /** As it is: the cheapest where the network is not. */
  BodyCoding NONE =
      new BodyCoding() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public byte[] encode(byte[] body) {
          return body;
        }
      };

  /** gzip: a batch shrinks to a tenth or so. */
  BodyCoding GZIP =
      new BodyCoding() {
        @Override
        public String name() {
          return "gzip";
        }

        @Override
        public byte[] encode(byte[] body) {
          ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
          } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
          }
          return out.toByteArray();
        }
      };

  /** Value of {@code Content-Encoding}; empty for none. */
  String name();

  /** The body as sent. */
  byte[] encode(byte[] body);
}
