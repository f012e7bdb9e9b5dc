package io.evenkeel.model.directory;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A key as its holder has it: {@code evk_<key id>_<secret>}, both parts hexadecimal, 48 and 256
 * bits.
 *
 * @param keyId public part, 12 hexadecimal digits
 * @param secret secret part, 64 hexadecimal digits; shown once, stored nowhere
 */
public record ApiKeySecret(String keyId, String secret) {
  private static final MessageDigest SHA_256 = sha256Digest();
  private static final String PREFIX = "evk_";
  private static final int SECRET_AT = PREFIX.length() + 13;
  private static final int LENGTH = SECRET_AT + 64;

  /**
   * A new key.
   *
   * @param random a cryptographically strong source
   */
  public static ApiKeySecret generate(RandomGenerator random) {
    return new ApiKeySecret(hex(random, 6), hex(random, 32));
  }

  /** Reads what a client presents, or nothing if it has not a key's form. */
  public static Optional<ApiKeySecret> parse(String presented) {
    boolean hasForm =
        presented.length() == LENGTH
            && presented.startsWith(PREFIX)
            && presented.charAt(SECRET_AT - 1) == '_'
            && isHex(presented, PREFIX.length(), SECRET_AT - 1)
            && isHex(presented, SECRET_AT, LENGTH);
    return hasForm
        ? Optional.of(
            new ApiKeySecret(
                presented.substring(PREFIX.length(), SECRET_AT - 1),
                presented.substring(SECRET_AT)))
        : Optional.empty();
  }

  /** What is stored of the secret. The secret has full entropy, so one fast hash is enough. */
  public ByteString sha256() {
    return ByteString.copyFrom(digest(secret));
  }

  /** Whether the secret belongs to the key; takes the same time for every wrong secret. */
  public boolean matches(ApiKey key) {
    return MessageDigest.isEqual(digest(secret), key.secretSha256().toByteArray());
  }

  /** The key as its holder keeps it. */
  public String reveal() {
    return "evk_" + keyId + "_" + secret;
  }

  /** Never the secret: it must not reach a log. */
  @Override
  public String toString() {
    return "ApiKeySecret[" + keyId + "]";
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String hex(RandomGenerator random, int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  private static byte[] digest(String text) {
    try {
      // Looking an algorithm up costs more than a digest does.
      MessageDigest own = (MessageDigest) SHA_256.clone();
      return own.digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The JDK's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
