package io.evenkeel.processor.topology;

import io.evenkeel.model.topic.Lane;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far each partition of a lane that is assigned to this process was processed, by the ingest
 * time of its newest record. Thread-safe.
 */
public final class LaneProgress {
  private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();

  /** One for each lane, to begin with. */
  public static Map<Lane, LaneProgress> ofAllLanes() {
    Map<Lane, LaneProgress> progress = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      progress.put(lane, new LaneProgress());
    }
    return progress;
  }

  /**
   * The lag: age of the newest record processed, of that partition where it is oldest.
   *
   * @param behind partitions in which more records wait; the others have no lag
   * @return seconds, 0 if nothing waits
   */
  public double lagSeconds(Collection<Integer> behind, long nowMillis) {
    long oldest = nowMillis;
    for (Integer number : behind) {
      Partition partition = partitions.get(number);
      if (partition != null) {
        oldest = Math.min(oldest, partition.newestMillis);
      }
    }
    return (nowMillis - oldest) / 1e3;
  }

  /** A task begins; until its first record its lag counts from now. */
  Partition begin(int number, long nowMillis) {
    Partition partition = new Partition(nowMillis);
    partitions.put(number, partition);
    return partition;
  }

  /** A task is over, unless another has begun on the same partition. */
  void end(int number, Partition partition) {
    partitions.remove(number, partition);
  }

  /** Of one partition; written by its task only. */
  static final class Partition {
    private volatile long newestMillis;

    private Partition(long newestMillis) {
      this.newestMillis = newestMillis;
    }

    /** A record was processed. */
    void processed(long ingestMillis) {
      newestMillis = ingestMillis;
    }
  }
}
