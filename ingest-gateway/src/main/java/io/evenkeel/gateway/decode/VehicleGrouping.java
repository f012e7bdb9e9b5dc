package io.evenkeel.gateway.decode;

import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.AsciiBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts the events of each vehicle together. Not thread-safe; one for each batch. */
final class VehicleGrouping {
  private static final int RECENT = 64;

  private final Map<String, Group> groups = new LinkedHashMap<>();
  // Each at the place that the hash of its name's bytes gives, the latest one there.
  private final @Nullable Group[] recent = new @Nullable Group[RECENT];

  void add(AcceptedEvent accepted) {
    Group group = of(accepted.event().vehicle());
    group.note(accepted.index(), accepted.id());
    group.block.add(accepted.event());
  }

  /** The group of a vehicle. */
  Group of(String vehicle) {
    return groups.computeIfAbsent(vehicle, Group::new);
  }

  /**
   * The group of a vehicle whose name stands in JSON in plain ASCII.
   *
   * @param mayBegin asked for a name that has no group yet
   * @return null if there is none and it may not begin
   */
  @Nullable Group find(byte[] json, int from, int to, Predicate<String> mayBegin) {
    int place = AsciiBytes.hash(json, from, to) & (RECENT - 1);
    Group known = recent[place];
    if (known != null && known.isOf(json, from, to)) {
      return known;
    }
    String vehicle = new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    if (!groups.containsKey(vehicle) && !mayBegin.test(vehicle)) {
      return null;
    }
    Group group = of(vehicle);
    recent[place] = group;
    return group;
  }

  /** Vehicles in the order in which their first events came. */
  List<VehicleEvents> build() {
    List<VehicleEvents> vehicles = new ArrayList<>(groups.size());
    for (Group group : groups.values()) {
      vehicles.add(group.build());
    }
    return vehicles;
  }

  /** The events of one vehicle. */
  static final class Group {
    private final byte[] name;
    private final VehicleBlockBuilder block;
    private int[] indexes = new int[8];
    private @Nullable String[] ids = new @Nullable String[8];
    private int size;

    Group(String vehicle) {
      this.name = vehicle.getBytes(StandardCharsets.UTF_8);
      this.block = new VehicleBlockBuilder(vehicle);
    }

    /** Notes an event that the block gets as well. */
    void note(int index, @Nullable String id) {
      if (size == indexes.length) {
        indexes = Arrays.copyOf(indexes, size * 2);
        ids = Arrays.copyOf(ids, size * 2);
      }
      indexes[size] = index;
      ids[size++] = id;
    }

    VehicleBlockBuilder block() {
      return block;
    }

    boolean isOf(byte[] json, int from, int to) {
      return Arrays.equals(name, 0, name.length, json, from, to);
    }

    VehicleEvents build() {
      return new VehicleEvents(
          block.build(), Arrays.copyOf(indexes, size), Arrays.copyOf(ids, size));
    }
  }
}
