package io.evenkeel.cli;

import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.signal.SignalType;
import java.util.ArrayList;
import java.util.List;

/** Compares vehicle minutes with what the rows say, by SQL written for the test alone. */
public final class MinuteCheck {
  private MinuteCheck() {}

  /** Number of minutes that differ from their rows, or have none; 0 is right. */
  public static String differences() {
    List<String> expected = new ArrayList<>(List.of("count(*)::int as events"));
    List<String> differs = new ArrayList<>(List.of("m.events is distinct from r.events"));
    for (Signal signal : SignalCatalogue.standard().signals()) {
      String c = signal.column();
      if (signal.aggregation() == Aggregation.STATS) {
        expected.add(
            "nullif(count(%1$s), 0) as %1$s_count, sum(%1$s) as %1$s_sum, min(%1$s) as %1$s_min, max(%1$s) as %1$s_max"
                .formatted(c));
        differs.add("nullif(m.%1$s_count, 0) is distinct from r.%1$s_count".formatted(c));
        differs.add("m.%1$s_min is distinct from r.%1$s_min".formatted(c));
        differs.add("m.%1$s_max is distinct from r.%1$s_max".formatted(c));
        // A sum of doubles depends on their order in its last digits.
        differs.add("(m.%1$s_sum is null) <> (r.%1$s_sum is null)".formatted(c));
        differs.add(
            "abs(m.%1$s_sum - r.%1$s_sum) > 1e-9 * (1 + r.%1$s_count * greatest(abs(r.%1$s_min), abs(r.%1$s_max)))"
                .formatted(c));
      } else if (signal.aggregation() == Aggregation.LAST) {
        String order = signal.type() == SignalType.STRING ? c + " collate \"C\"" : c;
        expected.add(
            "(array_agg(%1$s order by event_time desc, %2$s desc) filter (where %1$s is not null))[1] as %1$s_last"
                .formatted(c, order));
        differs.add("m.%1$s_last is distinct from r.%1$s_last".formatted(c));
      }
    }
    return """
    with r as (select vehicle_id, date_trunc('minute', event_time, 'UTC') as minute, %s
               from evenkeel.reading group by 1, 2)
    select count(*) from evenkeel.vehicle_minute m left join r using (vehicle_id, minute)
    where r.events is null or %s
    """
        .formatted(String.join(", ", expected), String.join(" or ", differs));
  }
}
