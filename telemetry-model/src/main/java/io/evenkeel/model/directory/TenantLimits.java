package io.evenkeel.model.directory;

/**
 * How much a tenant may send, of all gateways together.
 *
 * @param live on the live lane
 * @param backfill on the backfill lane
 * @param vehicle of each of its vehicles, on the live lane
 */
public record TenantLimits(EventRate live, EventRate backfill, EventRate vehicle) {
  /** What the gateways allow by themselves. */
  public static final TenantLimits DEFAULT =
      new TenantLimits(EventRate.DEFAULT, EventRate.DEFAULT, EventRate.DEFAULT);
}
