package io.evenkeel.processor.minute;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Vehicles to look at when a time comes, each at most once: bounded by the number of vehicles. A
 * deadline is not moved when the vehicle is heard of again; who polls it looks at the vehicle and
 * puts it back if need be, which costs one look a vehicle and period instead of one a record. Not
 * thread-safe.
 */
public final class DeadlineQueue {
  private final Queue<Deadline> deadlines =
      new PriorityQueue<>(Comparator.comparingLong(Deadline::atMillis));
  private final Set<String> vehicles = new HashSet<>();

  /** Adds a vehicle unless it is in the queue already. */
  public void add(String vehicle, long atMillis) {
    if (vehicles.add(vehicle)) {
      deadlines.add(new Deadline(vehicle, atMillis));
    }
  }

  /** Takes out a vehicle whose deadline has come, the earliest first; null if there is none. */
  public @Nullable String pollDue(long nowMillis) {
    Deadline first = deadlines.peek();
    if (first == null || first.atMillis > nowMillis) {
      return null;
    }
    deadlines.remove();
    vehicles.remove(first.vehicle);
    return first.vehicle;
  }

  /** Number of vehicles in the queue. */
  public int size() {
    return deadlines.size();
  }

  private record Deadline(String vehicle, long atMillis) {}
}
