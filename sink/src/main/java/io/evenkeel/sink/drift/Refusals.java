package io.evenkeel.sink.drift;

import java.util.Map;

/**
 * What the gateway refused of a tenant for good within a span of time.
 *
 * @param stored events stored in the same span
 * @param byCode events refused, by the gateway's code
 */
record Refusals(double stored, Map<String, Long> byCode) {
  /** None. */
  static final Refusals NONE = new Refusals(0, Map.of());

  Refusals {
    byCode = Map.copyOf(byCode);
  }

  /** Refused events of a code as a share of these and what was stored, 0 to 1. */
  double share(String code) {
    long refused = byCode.getOrDefault(code, 0L);
    return refused == 0 ? 0 : refused / (refused + Math.max(0, stored));
  }
}
