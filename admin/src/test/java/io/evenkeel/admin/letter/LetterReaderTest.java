package io.evenkeel.admin.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.wire.SignalReading;
import io.evenkeel.model.wire.TelemetryBatch;
import io.evenkeel.model.wire.TelemetryEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LetterReaderTest {
  private static final String BATCH =
      "{\"events\":[{\"seq\":1},{\"seq\":2,\"vehicle\":\"W\",\"age_ms\":1000}],\"vehicle\":\"V\"}";

  @Test
  void readsOneEvent() {
    assertThat(events(Letters.event("{\"seq\":1}".getBytes(UTF_8), "V")))
        .containsExactly("{\"seq\":1,\"vehicle\":\"V\"}");
  }

  @Test
  void takesAWholeBatchApart() {
    assertThat(events(Letters.body("application/json", null, BATCH.getBytes(UTF_8))))
        .containsExactly(
            "{\"seq\":1,\"vehicle\":\"V\"}",
            "{\"seq\":2,\"vehicle\":\"W\",\"time\":1795262399000}");
  }

  @Test
  void takesCompressedLinesApart() throws IOException {
    byte[] body = gzip("{\"seq\":1}\n\r\n {\"seq\":2}\n");

    assertThat(events(Letters.body("application/x-ndjson; charset=utf-8", "gzip", body)))
        .containsExactly("{\"seq\":1}", "{\"seq\":2}");
  }

  @Test
  void takesZstdAndProtobufApart() throws IOException {
    TelemetryEvent first =
        TelemetryEvent.newBuilder()
            .setSeq(1)
            .setTimeMs(7)
            .addSignals(SignalReading.newBuilder().setName("soc").setNumber(80.5))
            .addSignals(SignalReading.newBuilder().setName("note").setText("ä"))
            .build();
    TelemetryBatch batch =
        TelemetryBatch.newBuilder()
            .setVehicle("V")
            .addEvents(first)
            .addEvents(TelemetryEvent.newBuilder().setVehicle("W").setId("x").setAgeMs(1_000))
            .build();
    String one =
        "{\"vehicle\":\"V\",\"time\":7,\"seq\":1,\"signals\":{\"soc\":80.5,\"note\":\"ä\"}}";

    assertThat(
            events(
                Letters.body("application/x-protobuf", "zstd", Zstd.compress(batch.toByteArray()))))
        .containsExactly(
            one, "{\"vehicle\":\"W\",\"id\":\"x\",\"signals\":{},\"time\":1795262399000}");
    assertThat(events(Letters.protobufEvent(first.toByteArray(), "V")))
        .containsExactly(
            "{\"time\":7,\"seq\":1,\"signals\":{\"soc\":80.5,\"note\":\"ä\"},\"vehicle\":\"V\"}");
    assertUnusable(
        Letters.protobufEvent(new byte[] {(byte) 0x98, 6, 1}, "V"), "no events that can be read");
  }

  @Test
  void saysThatBrokenTextAndBrokenCompressionCannotBeSentAgain() {
    assertUnusable(Letters.event("{\"seq\":".getBytes(UTF_8), "V"), "no events that can be read");
    assertUnusable(
        Letters.body("application/json", "gzip", "no gzip".getBytes(UTF_8)),
        "no events that can be read");
    assertUnusable(
        Letters.body("application/json", "br", BATCH.getBytes(UTF_8)),
        "no events that can be read");
    assertUnusable(
        Letters.body("application/json", null, "{\"a\":1}".getBytes(UTF_8)),
        "no events that can be read");
  }

  @Test
  void readsTheRecordsOfLaterStages() {
    byte[] own = new TelemetryRecord("acme", 1, "", List.of()).toBytes();

    assertThat(LetterReader.read(Letters.record("sink", own)))
        .isEqualTo(new LetterContent.Accepted(new TelemetryRecord("acme", 1, "", List.of())));
  }

  @Test
  void neverSendsARecordUnderAnotherTenant() {
    byte[] foreign = new TelemetryRecord("rival", 1, "", List.of()).toBytes();

    assertUnusable(Letters.record("processor", foreign), "another tenant");
  }

  @Test
  void saysThatARecordIsMalformedOrOfAStrangeStage() {
    assertUnusable(Letters.record("processor", new byte[] {1, 2, 3}), "cannot be read");
    assertUnusable(Letters.record("connect", new byte[0]), "no way back");
  }

  private static List<String> events(Letter letter) {
    return LetterReader.read(letter) instanceof LetterContent.Events(List<byte[]> json)
        ? json.stream().map(event -> new String(event, UTF_8)).toList()
        : List.of();
  }

  private static void assertUnusable(Letter letter, String reason) {
    assertThat(LetterReader.read(letter))
        .isInstanceOfSatisfying(
            LetterContent.Unusable.class, u -> assertThat(u.reason()).contains(reason));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
