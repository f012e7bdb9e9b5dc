package io.evenkeel.admin.letter;

import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.Identities;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.SignalMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reads a record's unknown signals once more by a tenant's present aliases. Identities stay as they
 * are. Pure.
 */
final class Remapping {
  private final TenantMapping mapping;

  Remapping(TenantMapping mapping) {
    this.mapping = mapping;
  }

  /** The record with every unknown signal mapped that has a name now and fits. */
  TelemetryRecord apply(TelemetryRecord record, String job, long ingestTimeMillis) {
    List<VehicleBlock> blocks = record.blocks().stream().map(this::apply).toList();
    return new TelemetryRecord(record.tenant(), ingestTimeMillis, job, blocks);
  }

  private VehicleBlock apply(VehicleBlock block) {
    if (block.columns().stream().allMatch(column -> column.key().isKnown())) {
      return block;
    }
    VehicleBlockBuilder builder = new VehicleBlockBuilder(block.vehicle());
    for (int event = 0; event < block.size(); event++) {
      builder.add(event(block, event));
    }
    return builder.build();
  }

  private Event event(VehicleBlock block, int event) {
    List<MappedSignal> known = new ArrayList<>();
    List<ReceivedSignal> unknown = new ArrayList<>();
    BitSet taken = new BitSet();
    for (Column column : block.columns()) {
      if (column.presence().has(event) && column.key().isKnown()) {
        taken.set(column.key().signalId());
        known.add(new MappedSignal(column.key().signalId(), column.value(event)));
      }
    }
    for (Column column : block.columns()) {
      if (column.presence().has(event) && !column.key().isKnown()) {
        map(column.key().name(), column.value(event), taken, known, unknown);
      }
    }
    return new Event(
        block.vehicle(), block.timeMillis(event), identity(block, event), known, unknown);
  }

  private void map(
      String name,
      SignalValue value,
      BitSet taken,
      List<MappedSignal> known,
      List<ReceivedSignal> unknown) {
    SignalMatch match = mapping.match(name);
    SignalValue fitting = match == null ? null : match.fitting(value);
    if (match == null || fitting == null || taken.get(match.signal().id())) {
      unknown.add(new ReceivedSignal(name, value));
    } else {
      taken.set(match.signal().id());
      known.add(new MappedSignal(match.signal().id(), fitting));
    }
  }

  private static EventIdentity identity(VehicleBlock block, int event) {
    Identities identities = block.identities();
    String session = identities.session(event);
    return session == null
        ? new EventIdentity.Hashed(identities.eventId(event))
        : new EventIdentity.Sequence(session, identities.seq(event));
  }
}
