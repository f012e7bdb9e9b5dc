package io.evenkeel.model.signal;

import java.util.List;
import java.util.Optional;

/**
 * One leaf of the catalogue.
 *
 * @param id number on the wire; 1 or greater
 * @param name canonical name, snake case
 * @param vssPath path in COVESA VSS v6
 * @param type what its values are
 * @param datatype the type that VSS gives
 * @param unit the unit of stored values, empty if it has none
 * @param range plausible values of a number
 * @param aggregation what a vehicle minute keeps
 * @param column column in the tables {@code reading} and {@code vehicle_latest}
 * @param aliases other names, some with a conversion
 * @param description what a reader should know, may be empty
 */
public record Signal(
    int id,
    String name,
    String vssPath,
    SignalType type,
    String datatype,
    String unit,
    Optional<PlausibleRange> range,
    Aggregation aggregation,
    String column,
    List<SignalAlias> aliases,
    String description) {
  public Signal {
    aliases = List.copyOf(aliases);
    if (aggregation == Aggregation.STATS && type != SignalType.NUMBER) {
      throw new IllegalArgumentException("Only numbers have stats, " + name + " is a " + type);
    }
  }

  /**
   * Whether a number in this signal's unit is plausible; true for every number where no range is
   * known.
   */
  public boolean isPlausible(double value) {
    return range.map(r -> r.contains(value)).orElse(true);
  }
}
