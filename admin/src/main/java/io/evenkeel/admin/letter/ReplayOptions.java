package io.evenkeel.admin.letter;

/**
 * How to replay.
 *
 * @param actor who wants it
 * @param eventsPerSecond the full rate, reached after a ramp; 1 or greater
 * @param failedShareMax stops when more than this share of the letters tried fails, 0 to 1
 */
public record ReplayOptions(String actor, int eventsPerSecond, double failedShareMax) {
  public ReplayOptions {
    if (eventsPerSecond < 1) {
      throw new IllegalArgumentException("A replay needs a rate of at least 1 event a second");
    }
    if (!(failedShareMax >= 0 && failedShareMax <= 1)) {
      throw new IllegalArgumentException("The share of failures lies from 0 to 1");
    }
  }
}
