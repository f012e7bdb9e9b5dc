package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.VehicleEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request remembers of its valid events while the log has not answered, by their place in
 * the submission.
 */
final class EventRefs {
  private final int[] indexes;
  private final @Nullable String[] ids;

  private EventRefs(int[] indexes, @Nullable String[] ids) {
    this.indexes = indexes;
    this.ids = ids;
  }

  static EventRefs of(List<VehicleEvents> vehicles) {
    int size = 0;
    for (VehicleEvents vehicle : vehicles) {
      size += vehicle.size();
    }
    EventRefs refs = new EventRefs(new int[size], new @Nullable String[size]);
    int from = 0;
    for (VehicleEvents vehicle : vehicles) {
      System.arraycopy(vehicle.indexes(), 0, refs.indexes, from, vehicle.size());
      System.arraycopy(vehicle.ids(), 0, refs.ids, from, vehicle.size());
      from += vehicle.size();
    }
    return refs;
  }

  int size() {
    return indexes.length;
  }

  /** Place in the batch. */
  int index(int place) {
    return indexes[place];
  }

  /** The event's own id, or null. */
  @Nullable String id(int place) {
    return ids[place];
  }
}
