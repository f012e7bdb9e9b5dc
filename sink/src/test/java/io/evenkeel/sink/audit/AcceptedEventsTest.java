package io.evenkeel.sink.audit;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The processor sets aside as one what it cannot read; the log is counted by the same rules. */
class AcceptedEventsTest {
  private static final byte[] VALUE = record("acme", "history", drive("v", 0, 0, 50)).toBytes();
  private static final AcceptedEvents ONE = new AcceptedEvents("acme", "", 1);

  @Test
  void countsTheEventsOfARecord() {
    assertThat(of("acme", RecordHeaders.formatVersion(), VALUE))
        .isEqualTo(new AcceptedEvents("acme", "history", 50));
  }

  @Test
  void countsOneWhereTheFormatIsNotKnown() {
    assertThat(of("acme", null, VALUE)).isEqualTo(ONE);
    assertThat(of("acme", new byte[] {'9'}, VALUE)).isEqualTo(ONE);
  }

  @Test
  void countsOneWhereThereIsNoRecord() {
    assertThat(of("acme", RecordHeaders.formatVersion(), null)).isEqualTo(ONE);
    assertThat(of("acme", RecordHeaders.formatVersion(), new byte[] {1, 2, 3})).isEqualTo(ONE);
  }

  @Test
  void countsOneWhereTheRecordIsTooLarge() {
    byte[] events = record("acme", "", drive("v", 0, 0, TelemetryRecord.EVENTS_MAX + 1)).toBytes();

    assertThat(of("acme", RecordHeaders.formatVersion(), events)).isEqualTo(ONE);
    assertThat(of("acme", RecordHeaders.formatVersion(), new byte[TelemetryRecord.BYTES_MAX + 1]))
        .isEqualTo(ONE);
  }

  @Test
  void countsOneForTheKeyWhereItIsNotTheRecordsTenant() {
    assertThat(of("beta", RecordHeaders.formatVersion(), VALUE))
        .isEqualTo(new AcceptedEvents("beta", "", 1));
    assertThat(of(null, RecordHeaders.formatVersion(), VALUE))
        .isEqualTo(new AcceptedEvents("?", "", 1));
  }

  private static AcceptedEvents of(
      @Nullable String key, byte @Nullable [] format, byte @Nullable [] value) {
    return AcceptedEvents.of(
        key == null ? null : key.getBytes(StandardCharsets.UTF_8), format, value);
  }
}
