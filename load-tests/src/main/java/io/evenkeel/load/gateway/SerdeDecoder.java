package io.evenkeel.load.gateway;

import io.evenkeel.gateway.decode.BatchFormat;
import io.evenkeel.gateway.decode.ContentCoding;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.gateway.decode.SendingRights;
import io.evenkeel.gateway.decode.VehicleEvents;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.SignalMatch;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoder that one writes with a library: micronaut-serde binds records at compile time, {@link
 * Instant#parse} reads times, and the rules follow on objects. For JSON without compression. Where
 * the gateway's own decoder rejects an event, this one refuses the batch; valid batches decode the
 * same. Safe for use by many threads.
 */
final class SerdeDecoder implements Decoder {
  private static final Argument<SerdeBatch> BATCH = Argument.of(SerdeBatch.class);
  private static final int NAME_CHARS_MAX = 64;

  private final ObjectMapper mapper = ObjectMapper.getDefault();
  private final DecodeConfig config = DecodeConfig.DEFAULT;

  @Override
  public DecodedBatch decode(
      byte[] sent, ContentCoding coding, BatchFormat format, SendingRights rights) {
    try {
      SerdeBatch batch = mapper.readValue(sent, BATCH);
      if (batch == null || batch.events() == null) {
        return refused("The batch has no member events.");
      }
      return new DecodedBatch.Events(grouped(batch, batch.events(), rights), List.of());
    } catch (IOException | DateTimeException | InvalidEventException e) {
      return refused("The batch cannot be used: " + e.getMessage());
    }
  }

  private List<VehicleEvents> grouped(
      SerdeBatch batch, List<SerdeBatch.Item> items, SendingRights rights) {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      SerdeBatch.Item item = items.get(i);
      Event event = event(item, item.vehicle() == null ? batch.vehicle() : item.vehicle(), rights);
      groups.computeIfAbsent(event.vehicle(), Group::new).add(event, i, item.id());
    }
    return groups.values().stream().map(Group::build).toList();
  }

  private Event event(SerdeBatch.Item item, @Nullable String vehicle, SendingRights rights) {
    if (vehicle == null || !isName(vehicle) || vehicle.indexOf('/') >= 0) {
      throw new InvalidEventException("vehicle");
    }
    if (!rights.onlyVehicle().isEmpty() && !rights.onlyVehicle().equals(vehicle)) {
      throw new InvalidEventException("vehicle of another key");
    }
    if (item.time() == null || item.signals() == null || item.signals().isEmpty()) {
      throw new InvalidEventException("time and signals are needed");
    }
    List<MappedSignal> known = new ArrayList<>(item.signals().size());
    List<ReceivedSignal> extras = new ArrayList<>();
    map(item.signals(), rights, known, extras);
    return new Event(vehicle, timeMillis(item.time(), rights), identity(item), known, extras);
  }

  private long timeMillis(String text, SendingRights rights) {
    long time = Instant.parse(text).toEpochMilli();
    if (time > rights.nowMillis() + config.aheadMax().toMillis()
        || time < rights.nowMillis() - config.ageMax(rights.lane()).toMillis()) {
      throw new InvalidEventException("time out of bounds");
    }
    return time;
  }

  private static EventIdentity identity(SerdeBatch.Item item) {
    Long seq = item.seq();
    if (seq != null) {
      String session = item.session();
      return new EventIdentity.Sequence(session == null ? "" : session, seq);
    }
    String id = item.id();
    if (id == null || !isName(id)) {
      throw new InvalidEventException("id");
    }
    return new EventIdentity.Hashed(EventId.ofId(id));
  }

  private static void map(
      Map<String, @Nullable Object> signals,
      SendingRights rights,
      List<MappedSignal> known,
      List<ReceivedSignal> extras) {
    BitSet used = new BitSet();
    signals.forEach((name, raw) -> {
      SignalValue received = value(raw);
      SignalMatch match = rights.mapping().match(name);
      if (match == null) {
        extras.add(new ReceivedSignal(name, received));
        return;
      }
      SignalValue value = match.fitting(received);
      if (value == null || used.get(match.signal().id())) {
        throw new InvalidEventException(name);
      }
      used.set(match.signal().id());
      known.add(new MappedSignal(match.signal().id(), value));
    });
  }

  private static SignalValue value(@Nullable Object raw) {
    return switch (raw) {
      case Number number -> new SignalValue.Numeric(number.doubleValue());
      case Boolean flag -> new SignalValue.Flag(flag);
      case String text -> new SignalValue.Text(text);
      case null, default -> throw new InvalidEventException("a signal's value");
    };
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= NAME_CHARS_MAX
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static DecodedBatch refused(String detail) {
    return new DecodedBatch.Refused(Problem.of(ErrorCode.MALFORMED_BATCH, detail));
  }

  private static final class InvalidEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidEventException(String what) {
      super(what);
    }
  }

  private static final class Group {
    private final VehicleBlockBuilder block;
    private final List<Integer> indexes = new ArrayList<>();
    private final List<@Nullable String> ids = new ArrayList<>();

    Group(String vehicle) {
      this.block = new VehicleBlockBuilder(vehicle);
    }

    void add(Event event, int index, @Nullable String id) {
      block.add(event);
      indexes.add(index);
      ids.add(id);
    }

    VehicleEvents build() {
      return new VehicleEvents(
          block.build(),
          indexes.stream().mapToInt(Integer::intValue).toArray(),
          ids.toArray(new @Nullable String[0]));
    }
  }
}
