package io.evenkeel.sink.audit;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Numbers of events by something. Not thread-safe. */
final class Counts<K> {
  private final Map<K, Long> byKey = new HashMap<>();

  void add(K key, long events) {
    byKey.merge(key, events, Long::sum);
  }

  void addAll(Counts<K> other) {
    other.byKey.forEach(this::add);
  }

  /** 0 for what was never counted. */
  long of(K key) {
    return byKey.getOrDefault(key, 0L);
  }

  long total() {
    return byKey.values().stream().mapToLong(Long::longValue).sum();
  }

  Set<K> keys() {
    return Collections.unmodifiableSet(byKey.keySet());
  }
}
