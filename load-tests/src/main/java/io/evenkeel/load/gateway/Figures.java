package io.evenkeel.load.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a report that have bounds. */
final class Figures {
  /** Name of the gateway that refuses, among the servers. */
  static final String THROTTLED = "gateway_429";

  private Figures() {}

  /** By name, medians over the rounds. */
  static Map<String, Double> of(Visits visits, List<Integer> batches, LatencyResult latency) {
    String netty = Variant.NETTY.id();
    String gateway = Variant.GATEWAY.id();
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int batch : batches) {
      figures.put("cpu_ratio_to_netty_batch" + batch, visits.ratio(gateway, netty, batch).median());
    }
    figures.put(
        "cpu_ratio_429_to_accept50",
        visits.ratio(THROTTLED, gateway, GatewayBenchmarkOptions.THROTTLED_BATCH).median());
    figures.put("p99_ms_half_load", latency.p99Ms().median());
    for (int batch : batches) {
      figures.put(
          "serde_cpu_ratio_to_netty_batch" + batch,
          visits.ratio(Variant.GATEWAY_SERDE.id(), netty, batch).median());
    }
    return figures;
  }
}
