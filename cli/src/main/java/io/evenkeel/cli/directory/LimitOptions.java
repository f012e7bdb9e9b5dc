package io.evenkeel.cli.directory;

import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.TenantLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code evenkeel tenant limits}: what is to change. */
final class LimitOptions {
  private static final String BURST = "Events at once after a quiet time; 0 is the default.";

  @Option(
      names = "--live",
      paramLabel = "N",
      description = "Events a second on the live lane, of all gateways; 0 is the default.")
  private @Nullable Integer live;

  @Option(names = "--live-burst", paramLabel = "N", description = BURST)
  private @Nullable Integer liveBurst;

  @Option(
      names = "--backfill",
      paramLabel = "N",
      description = "Events a second on the backfill lane, of all gateways; 0 is the default.")
  private @Nullable Integer backfill;

  @Option(names = "--backfill-burst", paramLabel = "N", description = BURST)
  private @Nullable Integer backfillBurst;

  @Option(
      names = "--vehicle",
      paramLabel = "N",
      description = "Live events a second of each of its vehicles; 0 is the default.")
  private @Nullable Integer vehicle;

  @Option(names = "--vehicle-burst", paramLabel = "N", description = BURST)
  private @Nullable Integer vehicleBurst;

  @Option(
      names = "--reset",
      description = "Begin with the defaults instead of the limits that it has.")
  private boolean reset;

  /**
   * The limits after the change; the same if nothing is to change.
   *
   * @throws IllegalArgumentException if a limit cannot be
   */
  TenantLimits apply(TenantLimits current) {
    TenantLimits from = reset ? TenantLimits.DEFAULT : current;
    return new TenantLimits(
        rate(from.live(), live, liveBurst),
        rate(from.backfill(), backfill, backfillBurst),
        rate(from.vehicle(), vehicle, vehicleBurst));
  }

  /** Whether anything is to change. */
  boolean isChange() {
    return reset
        || live != null
        || liveBurst != null
        || backfill != null
        || backfillBurst != null
        || vehicle != null
        || vehicleBurst != null;
  }

  private static EventRate rate(
      EventRate from, @Nullable Integer perSecond, @Nullable Integer burst) {
    return new EventRate(
        perSecond == null ? from.perSecond() : perSecond, burst == null ? from.burst() : burst);
  }
}
