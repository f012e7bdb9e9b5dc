package io.evenkeel.model.directory;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its holder has it: {@code evk_<key id>_<secret>}, both parts hexadecimal, 48 and 256
 * bits.
 *
 * @param keyId public part, 12 hexadecimal digits
 * @param secret secret part, 64 hexadecimal digits; shown once, stored nowhere
 */
public record ApiKeySecret(String keyId, String secret) {
  private static final Pattern FORM = Pattern.compile("evk_([0-9a-f]{12})_([0-9a-f]{64})");

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
    Matcher matcher = FORM.matcher(presented);
    return matcher.matches()
        ? Optional.of(new ApiKeySecret(matcher.group(1), matcher.group(2)))
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

  private static String hex(RandomGenerator random, int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
