package io.evenkeel.gateway.admission;

/**
 * How much of one tenant may be refused for good and kept; beyond it the tenant is throttled. Keys
 * under {@code gateway.refusals}. Each gateway counts for itself.
 *
 * @param eventsPerSecond refused events a second, on average; a refused body counts as one
 * @param burstEvents refused events at once after a quiet time
 */
public record RefusalConfig(int eventsPerSecond, int burstEvents) {
  /** What a gateway keeps unless told otherwise. */
  public static final RefusalConfig DEFAULT = new RefusalConfig(1_000, 60_000);

  private static final int REFILL_SECONDS_MAX = 86_400;

  public RefusalConfig {
    if (eventsPerSecond < 1) {
      throw new IllegalArgumentException(
          "gateway.refusals.events-per-second must be greater than 0, was " + eventsPerSecond);
    }
    if (burstEvents < 1 || burstEvents > (long) eventsPerSecond * REFILL_SECONDS_MAX) {
      throw new IllegalArgumentException(
          "gateway.refusals.burst-events must be 1 to what a day refills, was " + burstEvents);
    }
  }

  /** The rate. */
  public CellRate rate() {
    return new CellRate(eventsPerSecond, burstEvents);
  }
}
