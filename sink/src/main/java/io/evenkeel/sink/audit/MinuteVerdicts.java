package io.evenkeel.sink.audit;

import io.evenkeel.sink.store.MinuteRange;
import io.evenkeel.sink.store.Vehicles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of the minutes that do not equal their rows should. Pure.
 *
 * <p>A minute may differ while it is marked dirty, and while it may still be open in the processor.
 * The processor closes a vehicle's minutes in order, and its rows are stored before a closed minute
 * is. So a minute up to the vehicle's last closed one is final; a later one is final if no row of
 * the live lane reaches it, because then only backfilled rows made it, and these mark it. Between
 * the two lies what may be open, or closed and on its way.
 *
 * <pre>
 *   ... final ... | last closed | ... may be open ... | last live row | ... final ...
 * </pre>
 */
final class MinuteVerdicts {
  private static final int EXAMPLES_MAX = 3;

  private final Map<Long, List<MinuteRange>> dirty = new HashMap<>();
  private final Map<Long, Horizon> horizons;

  /**
   * Knows what may differ.
   *
   * @param dirty marks
   * @param horizons by vehicle; a vehicle without one was never live
   */
  MinuteVerdicts(Collection<MinuteRange> dirty, Map<Long, Horizon> horizons) {
    this.horizons = Map.copyOf(horizons);
    dirty.forEach(
        mark -> this.dirty.computeIfAbsent(mark.vehicleId(), v -> new ArrayList<>()).add(mark));
  }

  /** Whether the minute has to equal its rows. */
  boolean isFinal(Suspect suspect) {
    return !isDirty(suspect) && !isOpen(suspect);
  }

  /**
   * The minutes that should equal their rows, by tenant and by what is wrong.
   *
   * @param tenants slug by tenant number
   */
  List<Finding> findings(List<Suspect> suspects, Map<Integer, String> tenants) {
    Map<String, Map<String, List<Suspect>>> wrong = new TreeMap<>();
    for (Suspect suspect : suspects) {
      if (isFinal(suspect)) {
        String tenant = tenants.getOrDefault((int) (suspect.vehicleId() >> 40), Vehicles.NO_TENANT);
        wrong
            .computeIfAbsent(tenant, t -> new TreeMap<>())
            .computeIfAbsent(suspect.wrong(), w -> new ArrayList<>())
            .add(suspect);
      }
    }
    List<Finding> findings = new ArrayList<>();
    wrong.forEach((tenant, byColumn) ->
        byColumn.forEach((column, minutes) -> findings.add(finding(tenant, column, minutes))));
    return findings;
  }

  private boolean isDirty(Suspect suspect) {
    return dirty.getOrDefault(suspect.vehicleId(), List.of()).stream()
        .anyMatch(mark -> suspect.minute() >= mark.from() && suspect.minute() < mark.to());
  }

  private boolean isOpen(Suspect suspect) {
    Horizon horizon = horizons.get(suspect.vehicleId());
    return horizon != null
        && suspect.minute() > horizon.lastClosed()
        && suspect.minute() <= horizon.lastLive();
  }

  private static Finding finding(String tenant, String wrong, List<Suspect> minutes) {
    String what =
        switch (wrong) {
          case MinuteComparisonSql.ABSENT -> "minutes are missing that have rows";
          case MinuteComparisonSql.EMPTY -> "minutes have no rows";
          default -> "minutes differ from their rows in " + wrong;
        };
    List<String> examples =
        minutes.stream()
            .limit(EXAMPLES_MAX)
            .map(m -> m.vehicleId() + " at " + Instant.ofEpochSecond(m.minute() * 60))
            .toList();
    return Finding.ofTenant(
        tenant,
        Check.MINUTES,
        minutes.size(),
        "%d %s: vehicle_id %s".formatted(minutes.size(), what, String.join(", ", examples)));
  }

  /**
   * What is known of a vehicle that was live.
   *
   * @param lastClosed last minute that the processor has closed and that is stored; {@link
   *     Long#MIN_VALUE} if none is
   * @param lastLive minute of the latest row of the live lane
   */
  record Horizon(long lastClosed, long lastLive) {}
}
