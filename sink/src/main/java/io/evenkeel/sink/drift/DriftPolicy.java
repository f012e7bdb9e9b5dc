package io.evenkeel.sink.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * When a change is drift. A signal has vanished when its share of events fell below a tenth of what
 * it was, if that was a twentieth or more; one has appeared when it had no share and has a
 * twentieth; refusals fail when one code takes more than 0.5 % of the events. Few events prove
 * nothing: each rule wants a minimum, so that a batch of one odd vehicle is no finding. Pure.
 */
final class DriftPolicy {
  /** Fewer events, now or before, are not compared. */
  static final long EVENTS_MIN = 50;

  /** Events that must carry, or must have been expected to carry, a signal. */
  static final long CARRYING_MIN = 10;

  /** Findings of a kind and tenant. */
  static final int FINDINGS_MAX = 50;

  /** Refused events of a code below which nothing is said. */
  static final long REFUSED_MIN = 20;

  static final double SHARE_MIN = 0.05;
  static final double VANISHED_RATIO = 0.1;
  static final double REFUSED_SHARE = 0.005;

  private DriftPolicy() {}

  /**
   * What differs in the signals of a tenant.
   *
   * @param before earlier windows
   * @param now the latest ones
   */
  static List<Finding> signals(SignalShares before, SignalShares now) {
    if (before.events() < EVENTS_MIN || now.events() < EVENTS_MIN) {
      return List.of();
    }
    Stream<Finding> vanished =
        sorted(before)
            .filter(name -> hasVanished(before.share(name), now.share(name), now.events()))
            .map(name -> new Finding.Vanished(name.name(), before.share(name), now.share(name)));
    Stream<Finding> appeared =
        sorted(now)
            .filter(name -> before.count(name) <= 0)
            .filter(name -> hasAppeared(now.count(name), now.share(name)))
            .map(name -> new Finding.Appeared(name.name(), 0, now.share(name)));
    return Stream.concat(vanished.limit(FINDINGS_MAX), appeared.limit(FINDINGS_MAX)).toList();
  }

  /** Codes under which too many of a tenant's events are refused. */
  static List<Finding> refusals(Refusals refusals) {
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(refusals.byCode())
        .forEach((code, refused) -> {
          double share = refusals.share(code);
          if (refused >= REFUSED_MIN && share > REFUSED_SHARE) {
            findings.add(new Finding.Failing(code, 0, share));
          }
        });
    return findings;
  }

  // In one order, so that the bound cuts off the same ones each time.
  private static Stream<SignalName> sorted(SignalShares shares) {
    return shares.carrying().keySet().stream()
        .sorted(Comparator.comparing(SignalName::kind).thenComparing(SignalName::name));
  }

  private static boolean hasVanished(double before, double now, long events) {
    return before >= SHARE_MIN && before * events >= CARRYING_MIN && now < before * VANISHED_RATIO;
  }

  private static boolean hasAppeared(long carrying, double share) {
    return carrying >= CARRYING_MIN && share >= SHARE_MIN;
  }
}
