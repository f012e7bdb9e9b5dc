package io.evenkeel.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Decoding, for tests: a fixed clock, the default limits, live lane. */
final class Bodies {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final TenantMapping NO_ALIASES = TenantMapping.of(SignalCatalogue.standard());
  static final SendingRights ANYONE =
      new SendingRights(Lane.LIVE, "", NO_ALIASES, NOW.toEpochMilli());
  static final Decoder DECODER = new ScanningDecoder(DecodeConfig.DEFAULT);

  private Bodies() {}

  static DecodedBatch decode(String json) {
    return decode(json, BatchFormat.JSON, ANYONE);
  }

  static DecodedBatch decode(String body, BatchFormat format, SendingRights rights) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return DECODER.decode(bytes, ContentCoding.IDENTITY, format, rights);
  }

  static DecodedBatch.Events events(DecodedBatch batch) {
    assertThat(batch).isInstanceOf(DecodedBatch.Events.class);
    return (DecodedBatch.Events) batch;
  }

  static Problem refusal(DecodedBatch batch) {
    assertThat(batch).isInstanceOf(DecodedBatch.Refused.class);
    return ((DecodedBatch.Refused) batch).problem();
  }

  /** The valid events of a batch, in the order received. */
  static List<AcceptedEvent> accepted(DecodedBatch.Events batch) {
    return batch.vehicles().stream()
        .flatMap(Bodies::accepted)
        .sorted(Comparator.comparingInt(AcceptedEvent::index))
        .toList();
  }

  private static Stream<AcceptedEvent> accepted(VehicleEvents vehicle) {
    return IntStream.range(0, vehicle.size())
        .mapToObj(place ->
            new AcceptedEvent(
                vehicle.indexes()[place], vehicle.ids()[place], event(vehicle.block(), place)));
  }

  private static Event event(VehicleBlock block, int place) {
    String session = block.identities().session(place);
    List<MappedSignal> signals = new ArrayList<>();
    List<ReceivedSignal> extras = new ArrayList<>();
    for (Column column : block.columns()) {
      if (!column.presence().has(place)) {
        continue;
      }
      if (column.key().isKnown()) {
        signals.add(new MappedSignal(column.key().signalId(), column.value(place)));
      } else {
        extras.add(new ReceivedSignal(column.key().name(), column.value(place)));
      }
    }
    return new Event(
        block.vehicle(),
        block.timeMillis(place),
        session == null
            ? new EventIdentity.Hashed(block.identities().eventId(place))
            : new EventIdentity.Sequence(session, block.identities().seq(place)),
        signals,
        extras);
  }

  /** The event of a batch that has only this one. */
  static Event single(String eventMembers) {
    DecodedBatch.Events events = events(decode(batchOf(eventMembers)));
    assertThat(events.rejections()).isEmpty();
    assertThat(accepted(events)).hasSize(1);
    return accepted(events).getFirst().event();
  }

  /** The reason against the event of a batch that has only this one. */
  static Rejection rejection(String eventMembers) {
    return rejection(eventMembers, ANYONE);
  }

  static Rejection rejection(String eventMembers, SendingRights rights) {
    DecodedBatch.Events events = events(decode(batchOf(eventMembers), BatchFormat.JSON, rights));
    assertThat(events.vehicles()).isEmpty();
    assertThat(events.rejections()).hasSize(1);
    return events.rejections().getFirst();
  }

  static String batchOf(String eventMembers) {
    return "{\"events\":[{" + eventMembers + "}]}";
  }

  /** Members of an event of vehicle v now, with these signals. */
  static String withSignals(String signals) {
    return "\"vehicle\":\"v\",\"age_ms\":0,\"signals\":{" + signals + "}";
  }

  /** Members of an event of vehicle v now, with one signal and these members besides. */
  static String with(String members) {
    return withSignals("\"speed\":1") + "," + members;
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
