package io.evenkeel.gateway;

/**
 * What the brokers must do so that an acknowledged record is durable. Checked at start; keys under
 * {@code gateway.durability}.
 *
 * @param replicasMin fewest replicas of each topic that is written
 * @param insyncMin fewest replicas that acknowledge, {@code min.insync.replicas}
 */
public record DurabilityConfig(int replicasMin, int insyncMin) {
  /** One broker: for development and tests. */
  public static final DurabilityConfig LOCAL = new DurabilityConfig(1, 1);

  /** What a gateway as a process of its own demands unless told otherwise. */
  public static final DurabilityConfig PRODUCTION = new DurabilityConfig(3, 2);

  public DurabilityConfig {
    if (replicasMin < 1) {
      throw new IllegalArgumentException(
          "gateway.durability.replicas-min must be positive, was " + replicasMin);
    }
    if (insyncMin < 1 || insyncMin > replicasMin) {
      throw new IllegalArgumentException(
          "gateway.durability.insync-min must be 1 to replicas-min, was " + insyncMin);
    }
  }
}
