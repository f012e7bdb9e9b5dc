package io.evenkeel.model.directory;

/** Limits as they stand in the directory topic. */
final class TenantLimitsForm {
  private TenantLimitsForm() {}

  static io.evenkeel.model.wire.TenantLimits toWire(TenantLimits limits) {
    return io.evenkeel.model.wire.TenantLimits.newBuilder()
        .setLiveEventsPerSecond(limits.live().perSecond())
        .setLiveBurstEvents(limits.live().burst())
        .setBackfillEventsPerSecond(limits.backfill().perSecond())
        .setBackfillBurstEvents(limits.backfill().burst())
        .setVehicleEventsPerSecond(limits.vehicle().perSecond())
        .setVehicleBurstEvents(limits.vehicle().burst())
        .build();
  }

  /** An entry from before there were limits has the defaults. */
  static TenantLimits ofWire(io.evenkeel.model.wire.TenantLimits wire) {
    return new TenantLimits(
        new EventRate(wire.getLiveEventsPerSecond(), wire.getLiveBurstEvents()),
        new EventRate(wire.getBackfillEventsPerSecond(), wire.getBackfillBurstEvents()),
        new EventRate(wire.getVehicleEventsPerSecond(), wire.getVehicleBurstEvents()));
  }
}
