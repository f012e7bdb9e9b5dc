package io.evenkeel.sink.drift;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many findings each tenant has, by kind. The first tenants by number have labels of their own,
 * all others share one. Not thread-safe.
 */
final class DriftGauges {
  /** Tenants with labels of their own. */
  static final int TENANTS_MAX = 100;

  private static final String OTHER = "other";

  private final MultiGauge gauges;

  DriftGauges(MeterRegistry registry) {
    this.gauges =
        MultiGauge.builder("evenkeel.drift.signals")
            .description("Signals that vanished or appeared, and codes that refuse too much")
            .register(registry);
  }

  /**
   * Shows findings; tenants without one show 0.
   *
   * @param slugs of all tenants that are shown, by number
   */
  void show(Map<Integer, String> slugs, List<DriftRow> findings) {
    Map<Integer, String> labels = labels(slugs);
    Map<String, Map<Finding.Kind, Long>> counts = new TreeMap<>();
    new TreeSet<>(labels.values()).forEach(label -> counts.put(label, Map.of()));
    counts.putAll(
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    row -> labels.getOrDefault(row.tenantNo(), OTHER),
                    Collectors.groupingBy(row -> row.finding().kind(), Collectors.counting()))));
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    counts.forEach((label, byKind) -> rows.addAll(rows(label, byKind)));
    gauges.register(rows, true);
  }

  /** Shows nothing. */
  void clear() {
    gauges.register(List.of(), true);
  }

  /** The label of each tenant. */
  static Map<Integer, String> labels(Map<Integer, String> slugs) {
    Map<Integer, String> labels = new TreeMap<>(Comparator.naturalOrder());
    new TreeMap<>(slugs)
        .forEach((tenant, slug) -> labels.put(tenant, labels.size() < TENANTS_MAX ? slug : OTHER));
    return labels;
  }

  private static Collection<MultiGauge.Row<?>> rows(String label, Map<Finding.Kind, Long> byKind) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      Tags tags = Tags.of("tenant", label, "kind", kind.id());
      rows.add(MultiGauge.Row.of(tags, byKind.getOrDefault(kind, 0L)));
    }
    return rows;
  }
}
