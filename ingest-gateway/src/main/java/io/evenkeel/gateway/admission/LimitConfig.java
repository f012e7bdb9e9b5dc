package io.evenkeel.gateway.admission;

/**
 * How much each vehicle and each tenant may send, unless the directory says otherwise for a tenant.
 * Keys under {@code gateway.limits}.
 *
 * @param vehicleEventsPerSecond live events of one vehicle a second, on average; never divided by
 *     replicas, because a vehicle mostly keeps its connection
 * @param vehicleBurstEvents live events of one vehicle at once after a quiet time
 */
public record LimitConfig(int vehicleEventsPerSecond, int vehicleBurstEvents) {
  /** What a gateway allows unless told otherwise. */
  public static final LimitConfig DEFAULT = new LimitConfig(50, 6_000);
}
