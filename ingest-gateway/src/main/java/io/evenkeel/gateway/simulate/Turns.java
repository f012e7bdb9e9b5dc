package io.evenkeel.gateway.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts requests that ask for an answer a number of times. Holds the last 1,000 of them. Safe for
 * use by many threads.
 */
final class Turns {
  private static final int ENTRIES_MAX = 1_000;

  private final Map<String, Integer> done =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /**
   * Whether it is the answer's turn: {@code times} times it is, then once it is not, and so on.
   *
   * @param who which requests are counted together
   * @param times 0 for always
   */
  synchronized boolean isNext(String who, int times) {
    if (times == 0) {
      return true;
    }
    int before = done.getOrDefault(who, 0);
    if (before >= times) {
      done.remove(who);
      return false;
    }
    done.put(who, before + 1);
    return true;
  }
}
