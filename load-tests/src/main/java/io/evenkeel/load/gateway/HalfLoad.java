package io.evenkeel.load.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Finds the rate that saturates a server, and how long answers take at half of it. */
final class HalfLoad {
  private static final int CONNECTIONS = 128;
  private static final double MICROS_PER_MILLI = 1e3;

  private final LoadClient client;
  private final Servers servers;
  private final ProcessCpu cpu;
  private final GatewayBenchmarkOptions options;

  HalfLoad(LoadClient client, Servers servers, ProcessCpu cpu, GatewayBenchmarkOptions options) {
    this.client = client;
    this.servers = servers;
    this.cpu = cpu;
    this.options = options;
  }

  LatencyResult measure(Load load) throws InterruptedException {
    int port = servers.port(load.variant());
    Visit saturated =
        new ClosedLoop(client, load.requests())
            .run(
                port,
                CONNECTIONS,
                load.expected(),
                options.halfLoad(),
                servers.clock(cpu, load.variant()));
    double half = saturated.requestsPerSecond() / 2;
    List<Histogram> latencies = new ArrayList<>();
    for (int i = 0; i < options.halfLoads(); i++) {
      latencies.add(
          new OpenLoop(client, load.requests())
              .run(port, CONNECTIONS, load.expected(), half, options.halfLoad()));
    }
    return new LatencyResult(
        load.batch(),
        Math.round(saturated.requestsPerSecond()),
        Math.round(half),
        latencies.stream().mapToLong(Histogram::getTotalCount).sum(),
        stat(latencies, micros -> micros.getValueAtPercentile(50)),
        stat(latencies, micros -> micros.getValueAtPercentile(99)),
        stat(latencies, micros -> micros.getValueAtPercentile(99.9)),
        stat(latencies, Histogram::getMaxValue));
  }

  private static Stat stat(List<Histogram> latencies, ToDoubleFunction<Histogram> micros) {
    return Stat.of(
        latencies.stream()
            .map(latency -> micros.applyAsDouble(latency) / MICROS_PER_MILLI)
            .toList());
  }
}
