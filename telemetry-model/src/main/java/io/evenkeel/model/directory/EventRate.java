package io.evenkeel.model.directory;

/**
 * How many events may come: so many a second on average, and so many at once after a quiet time.
 *
 * @param perSecond events a second; 0 is the gateway's default
 * @param burst events at once; 0 is as many seconds of the rate as the gateway's default has
 */
public record EventRate(int perSecond, int burst) {
  /** The gateway's default. */
  public static final EventRate DEFAULT = new EventRate(0, 0);

  /** Most events of a rate or burst. */
  public static final int EVENTS_MAX = 1_000_000_000;

  public EventRate {
    if (perSecond < 0 || perSecond > EVENTS_MAX || burst < 0 || burst > EVENTS_MAX) {
      throw new IllegalArgumentException(
          "A limit is 0, which is the default, to " + EVENTS_MAX + " events");
    }
  }
}
