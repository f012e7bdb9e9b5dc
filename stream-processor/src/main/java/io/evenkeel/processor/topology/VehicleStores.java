package io.evenkeel.processor.topology;

import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.processor.dedup.Deduplicator;
import io.evenkeel.processor.dedup.SeenHashes;
import io.evenkeel.processor.wire.VehicleState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The state stores of a lane, as memories of vehicles. */
final class VehicleStores {
  private final KeyValueStore<byte[], byte[]> vehicles;
  private final KeyValueStore<byte[], byte[]> hashes;
  private final SignalCatalogue catalogue;

  VehicleStores(
      KeyValueStore<byte[], byte[]> vehicles,
      KeyValueStore<byte[], byte[]> hashes,
      SignalCatalogue catalogue) {
    this.vehicles = vehicles;
    this.hashes = hashes;
    this.catalogue = catalogue;
  }

  /** The memories of a record's vehicles, by vehicle; segments of hashes only where needed. */
  Map<String, VehicleMemory> load(TelemetryRecord record) {
    Map<String, VehicleMemory> memories = new LinkedHashMap<>();
    for (VehicleBlock block : record.blocks()) {
      VehicleKey key = new VehicleKey(record.tenant(), block.vehicle());
      VehicleMemory memory = memories.computeIfAbsent(block.vehicle(), v -> load(key));
      if (memory.hashes() == null && Deduplicator.hasHashes(block)) {
        memory.rememberHashes(loadHashes(key, memory.hashedSegment()));
      }
    }
    return memories;
  }

  VehicleMemory load(VehicleKey key) {
    return VehicleMemory.parse(vehicles.get(key.toBytes()), catalogue);
  }

  void save(String tenant, Map<String, VehicleMemory> memories) {
    memories.forEach((vehicle, memory) -> save(new VehicleKey(tenant, vehicle), memory));
  }

  void save(VehicleKey key, VehicleMemory memory) {
    vehicles.put(key.toBytes(), memory.toBytes());
    SeenHashes seen = memory.hashes();
    if (seen != null) {
      seen.changed().forEach(s -> hashes.put(key.segmentBytes(s), seen.segment(s)));
    }
  }

  /** Reads every vehicle once: a scan of the whole store. */
  void forEach(BiConsumer<VehicleKey, VehicleState> action) {
    try (KeyValueIterator<byte[], byte[]> all = vehicles.all()) {
      while (all.hasNext()) {
        KeyValue<byte[], byte[]> entry = all.next();
        action.accept(VehicleKey.fromBytes(entry.key), VehicleMemory.parseState(entry.value));
      }
    }
  }

  private SeenHashes loadHashes(VehicleKey key, int newest) {
    byte[] @Nullable [] segments = new byte[SeenHashes.SEGMENTS] @Nullable [];
    for (int s = 0; s < segments.length; s++) {
      segments[s] = hashes.get(key.segmentBytes(s));
    }
    return new SeenHashes(segments, newest);
  }
}
