package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.evenkeel.gateway.problem.ErrorCode;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
  private static final byte[] TEXT =
      "The same text again and again. ".repeat(100).getBytes(StandardCharsets.US_ASCII);

  private final BodyReader reader = new BodyReader(DecodeConfig.DEFAULT);

  @Test
  void unpacksGzip() {
    assertThat(reader.read(Bodies.gzip(TEXT), ContentCoding.GZIP))
        .isInstanceOfSatisfying(
            BodyReader.Decoded.class, decoded -> assertThat(decoded.bytes()).isEqualTo(TEXT));
  }

  @Test
  void unpacksAsMuchAsTheLimitSays() {
    byte[] packed = Bodies.gzip(new byte[DecodeConfig.DEFAULT.bodyDecodedBytesMax()]);

    assertThat(reader.read(packed, ContentCoding.GZIP)).isInstanceOf(BodyReader.Decoded.class);
  }

  @Test
  void refusesToUnpackMore() {
    byte[] packed = Bodies.gzip(new byte[DecodeConfig.DEFAULT.bodyDecodedBytesMax() + 1]);

    assertThat(refusal(packed)).isEqualTo(ErrorCode.BODY_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 30})
  void refusesGzipThatWasCutOff(int bytes) {
    assertThat(refusal(Arrays.copyOf(Bodies.gzip(TEXT), bytes)))
        .isEqualTo(ErrorCode.BROKEN_COMPRESSION);
  }

  @Test
  void refusesGzipWithAWrongChecksum() {
    byte[] packed = Bodies.gzip(TEXT);
    packed[packed.length - 6] ^= 1;

    assertThat(refusal(packed)).isEqualTo(ErrorCode.BROKEN_COMPRESSION);
  }

  @Test
  void refusesPlainTextThatClaimsToBeGzip() {
    assertThat(refusal(TEXT)).isEqualTo(ErrorCode.BROKEN_COMPRESSION);
  }

  @Test
  void unpacksZstd() {
    assertThat(reader.read(Zstd.compress(TEXT), ContentCoding.ZSTD))
        .isInstanceOfSatisfying(
            BodyReader.Decoded.class, decoded -> assertThat(decoded.bytes()).isEqualTo(TEXT));
  }

  @Test
  void unpacksWhateverSizeABodyStates() {
    byte[] text = Arrays.copyOf(TEXT, 300_000);
    byte[] twoMembers = concat(Bodies.gzip(text), Bodies.gzip(TEXT));
    byte[] twoFrames = concat(Zstd.compress(text), Zstd.compress(TEXT));

    assertThat(decoded(twoMembers, ContentCoding.GZIP)).isEqualTo(concat(text, TEXT));
    assertThat(decoded(twoFrames, ContentCoding.ZSTD)).isEqualTo(concat(text, TEXT));
  }

  @Test
  void refusesZstdThatUnpacksToMoreOrIsBroken() {
    byte[] packed = Zstd.compress(new byte[DecodeConfig.DEFAULT.bodyDecodedBytesMax() + 1]);

    assertThat(refusal(packed, ContentCoding.ZSTD)).isEqualTo(ErrorCode.BODY_TOO_LARGE);
    assertThat(refusal(TEXT, ContentCoding.ZSTD)).isEqualTo(ErrorCode.BROKEN_COMPRESSION);
    assertThat(refusal(Arrays.copyOf(Zstd.compress(TEXT), 20), ContentCoding.ZSTD))
        .isEqualTo(ErrorCode.BROKEN_COMPRESSION);
  }

  @Test
  void readsABodyOfFiftyThousandEmptyMembers() {
    byte[] empty = Bodies.gzip(new byte[0]);
    byte[] body = new byte[(1 << 20) / empty.length * empty.length];
    for (int at = 0; at < body.length; at += empty.length) {
      System.arraycopy(empty, 0, body, at, empty.length);
    }

    assertThat(decoded(body, ContentCoding.GZIP)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void unpacksABombNoFurtherThanTheLimit(ContentCoding coding) {
    byte[] zeros = new byte[256 << 20];
    byte[] bomb = coding == ContentCoding.GZIP ? Bodies.gzip(zeros) : Zstd.compress(zeros);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(refusal(bomb, coding)).isEqualTo(ErrorCode.BODY_TOO_LARGE);

    long before = threads.getCurrentThreadAllocatedBytes();
    BodyReader.Result result = reader.read(bomb, coding);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(result).isInstanceOf(BodyReader.Refused.class);
    assertThat(allocated).isLessThan(2L * DecodeConfig.DEFAULT.bodyDecodedBytesMax());
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, GZIP",
    "GZip, GZIP",
    "x-gzip, GZIP",
    "identity, IDENTITY",
    "'', IDENTITY",
    "zstd, ZSTD"
  })
  void knowsTheCodingsItReads(String header, ContentCoding expected) {
    assertThat(ContentCoding.ofHeader(header)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "*"})
  void knowsNoOtherCoding(String header) {
    assertThat(ContentCoding.ofHeader(header)).isEmpty();
  }

  private byte[] decoded(byte[] sent, ContentCoding coding) {
    return ((BodyReader.Decoded) reader.read(sent, coding)).bytes();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private ErrorCode refusal(byte[] sent) {
    return refusal(sent, ContentCoding.GZIP);
  }

  private ErrorCode refusal(byte[] sent, ContentCoding coding) {
    BodyReader.Result result = reader.read(sent, coding);
    assertThat(result).isInstanceOf(BodyReader.Refused.class);
    return ((BodyReader.Refused) result).problem().code();
  }
}
