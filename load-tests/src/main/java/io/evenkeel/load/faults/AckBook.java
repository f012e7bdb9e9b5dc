package io.evenkeel.load.faults;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;

/**
 * What the gateway has acknowledged, as clients wrote it down: one bit an event. Bounded by what is
 * sent. Thread-safe.
 */
final class AckBook {
  private final Map<Device, BitSet> acknowledged = new ConcurrentHashMap<>();

  /** Counters from {@code from} on are acknowledged; again is no difference. */
  void acknowledge(Device device, long from, int count) {
    BitSet seqs = acknowledged.computeIfAbsent(device, d -> new BitSet());
    synchronized (seqs) {
      seqs.set(Math.toIntExact(from), Math.toIntExact(from + count));
    }
  }

  /** Events acknowledged at least once. */
  long events() {
    return acknowledged.values().stream().mapToLong(AckBook::size).sum();
  }

  /** Calls the consumer with each of them. Not to be called while clients still send. */
  void forEach(ObjLongConsumer<Device> consumer) {
    acknowledged.forEach(
        (device, seqs) -> seqs.stream().forEach(seq -> consumer.accept(device, seq)));
  }

  private static long size(BitSet seqs) {
    synchronized (seqs) {
      return seqs.cardinality();
    }
  }
}
