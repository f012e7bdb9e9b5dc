package io.evenkeel.gateway.admission;

import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.TenantLimits;
import io.evenkeel.model.topic.Lane;

/**
 * The rates that hold for a tenant: the directory's, else the gateway's own. Pure.
 *
 * @param config the gateway's own
 */
public record LimitPolicy(LimitConfig config) {
  /** Of each vehicle on the live lane; the same on every gateway. */
  public CellRate vehicle(TenantLimits limits) {
    return rate(limits.vehicle(), config.vehicleEventsPerSecond(), config.vehicleBurstEvents());
  }

  /**
   * Of a tenant on a lane, as the share of one gateway.
   *
   * @param gateways 1 or greater
   */
  public CellRate tenant(TenantLimits limits, Lane lane, int gateways) {
    CellRate whole =
        switch (lane) {
          case LIVE -> rate(limits.live(), config.liveEventsPerSecond(), config.liveBurstEvents());
          case BACKFILL ->
              rate(
                  limits.backfill(),
                  config.backfillEventsPerSecond(),
                  config.backfillBurstEvents());
        };
    return whole.dividedBy(gateways);
  }

  // A rate without a burst of its own gets as many seconds of it as the default has: a low rate
  // with a burst of millions would not be felt for hours.
  private static CellRate rate(EventRate own, int perSecond, int burst) {
    int ownPerSecond = own.perSecond() > 0 ? own.perSecond() : perSecond;
    if (own.burst() > 0) {
      return new CellRate(ownPerSecond, own.burst());
    }
    double sameSeconds = (double) burst * ownPerSecond / perSecond;
    return new CellRate(
        ownPerSecond, (int) Math.clamp(Math.round(sameSeconds), 1, EventRate.EVENTS_MAX));
  }
}
