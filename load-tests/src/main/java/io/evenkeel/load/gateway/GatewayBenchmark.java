package io.evenkeel.load.gateway;

import io.evenkeel.load.pipeline.Machine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The gateway beside a bare Netty server, beside itself with a decoder that binds with a library,
 * and with a broker behind it. All run at the same time and are visited in turn, each with the same
 * bodies, so that whatever disturbs the machine disturbs all.
 */
public final class GatewayBenchmark {
  private static final int CONNECTIONS = 32;
  private static final int BODIES = 64;

  private final GatewayBenchmarkOptions options;
  private final String command;
  private final Consumer<String> progress;
  private final ProcessCpu cpu = new ProcessCpu();

  /**
   * A benchmark that can be run once.
   *
   * @param command that the report says started it
   * @param progress is told what happens, a line at a time
   */
  public GatewayBenchmark(
      GatewayBenchmarkOptions options, String command, Consumer<String> progress) {
    this.options = options;
    this.command = command;
    this.progress = progress;
  }

  /**
   * Starts the servers, warms them up, loads them in turn, and kills them.
   *
   * @throws IllegalStateException if an answer was not the expected one
   */
  public GatewayReport run() throws IOException, InterruptedException {
    Instant start = InstantSource.system().instant();
    progress.accept("Starting the broker and " + Variant.values().length + " servers");
    try (Servers servers = Servers.start(options.directory(), options.oneGateway());
        LoadClient client = new LoadClient()) {
      List<Load> loads = loads(servers, start.toEpochMilli());
      warmUp(client, servers, loads);
      Visits visits = new Visits();
      for (int round = 0; round < options.rounds(); round++) {
        progress.accept("Round " + (round + 1) + " of " + options.rounds());
        visitAll(client, servers, rotated(loads, round), visits);
      }
      progress.accept("Latency at half load");
      LatencyResult latency =
          new HalfLoad(client, servers, cpu, options).measure(latencyLoad(loads));
      return report(visits, loads, latency, client.transportName(), start);
    }
  }

  private List<Load> loads(Servers servers, long nowMillis) {
    Payload payload = new Payload(Servers.TENANT, nowMillis, 1);
    List<Load> loads = new ArrayList<>();
    for (int batch : options.batches()) {
      List<byte[]> bodies = payload.bodies(batch, BODIES);
      for (Variant variant : Variant.values()) {
        Expected expected =
            variant == Variant.NETTY ? Expected.anyAccepted() : Expected.accepted(batch);
        loads.add(Load.of(variant.id(), variant, batch, bodies, servers.apiKey(), expected));
      }
      if (batch == GatewayBenchmarkOptions.THROTTLED_BATCH) {
        loads.add(throttled(servers, batch, nowMillis));
      }
    }
    return loads;
  }

  private static Load throttled(Servers servers, int batch, long nowMillis) {
    return Load.of(
        Figures.THROTTLED,
        Variant.GATEWAY,
        batch,
        ThrottledSender.bodies(batch, BODIES, nowMillis),
        servers.throttledKey(),
        ThrottledSender.expected());
  }

  private void warmUp(LoadClient client, Servers servers, List<Load> loads)
      throws InterruptedException {
    for (Load load : loads) {
      progress.accept("Warming up " + load.server() + ", " + load.batch() + " events a request");
      WarmUp warmUp = WarmUp.of(load.batch(), options.warmUpRequests(), options.warmUpsMax());
      while (!warmUp.isOver()) {
        warmUp.add(visit(client, servers, load, options.warmUp()));
      }
    }
  }

  private void visitAll(LoadClient client, Servers servers, List<Load> loads, Visits visits)
      throws InterruptedException {
    for (Load load : loads) {
      visits.add(load, visit(client, servers, load, options.visit()));
    }
  }

  private Visit visit(LoadClient client, Servers servers, Load load, Duration duration)
      throws InterruptedException {
    Variant variant = load.variant();
    try {
      return new ClosedLoop(client, load.requests())
          .run(
              servers.port(variant),
              CONNECTIONS,
              load.expected(),
              duration,
              servers.clock(cpu, variant));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          load.server() + " with " + load.batch() + " events a request: " + e.getMessage(), e);
    }
  }

  // Another order in every round: none profits from always coming after the same one.
  private static List<Load> rotated(List<Load> loads, int round) {
    List<Load> rotated = new ArrayList<>(loads);
    Collections.rotate(rotated, -round);
    return rotated;
  }

  private static Load latencyLoad(List<Load> loads) {
    return loads.stream()
        .filter(load ->
            load.variant() == Variant.GATEWAY_KAFKA
                && load.batch() == GatewayBenchmarkOptions.LATENCY_BATCH)
        .findFirst()
        .orElseThrow();
  }

  private GatewayReport report(
      Visits visits, List<Load> loads, LatencyResult latency, String transport, Instant start)
      throws IOException {
    List<ServerResult> results = loads.stream().map(visits::result).toList();
    return new GatewayReport(
        Figures.of(visits, options.batches(), latency),
        results,
        latency,
        options.rounds(),
        options.visit().toMillis(),
        CONNECTIONS,
        transport,
        ChronoUnit.SECONDS.between(start, InstantSource.system().instant()),
        command,
        start.truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.describe(),
        Runtime.version().toString());
  }
}
