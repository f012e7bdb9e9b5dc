package io.evenkeel.gateway.directory;

import java.time.Duration;

/**
 * How the directory topic is followed. Keys under {@code gateway.directory}.
 *
 * @param confirmEvery how often the end of the topic is asked for; revocation takes about that long
 * @param unconfirmedMax how long the directory counts as current after the last confirmation;
 *     beyond it every request is refused
 * @param entriesMax most tenants, keys and aliases together that are kept in memory; more are not
 *     taken in
 */
public record DirectoryConfig(Duration confirmEvery, Duration unconfirmedMax, int entriesMax) {
  /** What a gateway does unless told otherwise. */
  public static final DirectoryConfig DEFAULT =
      new DirectoryConfig(Duration.ofMillis(500), Duration.ofSeconds(10), 1_000_000);

  public DirectoryConfig {
    if (confirmEvery.toMillis() < 10) {
      throw new IllegalArgumentException(
          "gateway.directory.confirm-every must be 10 ms or more, was " + confirmEvery);
    }
    if (unconfirmedMax.compareTo(confirmEvery.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "gateway.directory.unconfirmed-max must be at least twice confirm-every, was "
              + unconfirmedMax);
    }
    if (entriesMax < 1) {
      throw new IllegalArgumentException(
          "gateway.directory.entries-max must be greater than 0, was " + entriesMax);
    }
  }
}
