package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({"gzip, GZIP", "GZip, GZIP", "x-gzip, GZIP", "identity, IDENTITY", "'', IDENTITY"})
  void knowsTheCodingsItReads(String header, ContentCoding expected) {
    assertThat(ContentCoding.ofHeader(header)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "br", "deflate", "gzip, gzip", "*"})
  void knowsNoOtherCoding(String header) {
    assertThat(ContentCoding.ofHeader(header)).isEmpty();
  }

  private ErrorCode refusal(byte[] sent) {
    BodyReader.Result result = reader.read(sent, ContentCoding.GZIP);
    assertThat(result).isInstanceOf(BodyReader.Refused.class);
    return ((BodyReader.Refused) result).problem().code();
  }
}
