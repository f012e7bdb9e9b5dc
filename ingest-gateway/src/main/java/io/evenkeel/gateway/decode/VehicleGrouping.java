package io.evenkeel.gateway.decode;

import io.evenkeel.model.record.VehicleBlockBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the events of each vehicle together. Not thread-safe; one for each batch. */
final class VehicleGrouping {
  private final Map<String, Group> groups = new LinkedHashMap<>();

  void add(AcceptedEvent accepted) {
    groups.computeIfAbsent(accepted.event().vehicle(), Group::new).add(accepted);
  }

  /** Vehicles in the order in which their first events came. */
  List<VehicleEvents> build() {
    return groups.values().stream().map(Group::build).toList();
  }

  private static final class Group {
    private final VehicleBlockBuilder block;
    private final List<Integer> indexes = new ArrayList<>();
    private final List<@Nullable String> ids = new ArrayList<>();

    Group(String vehicle) {
      this.block = new VehicleBlockBuilder(vehicle);
    }

    void add(AcceptedEvent accepted) {
      block.add(accepted.event());
      indexes.add(accepted.index());
      ids.add(accepted.id());
    }

    VehicleEvents build() {
      return new VehicleEvents(
          block.build(),
          indexes.stream().mapToInt(Integer::intValue).toArray(),
          ids.toArray(new @Nullable String[0]));
    }
  }
}
