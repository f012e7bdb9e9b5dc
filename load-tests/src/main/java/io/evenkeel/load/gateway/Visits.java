package io.evenkeel.load.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The visits of every round by server and batch size. Not thread-safe. */
final class Visits {
  private final Map<Key, List<Visit>> visits = new HashMap<>();

  void add(Load load, Visit visit) {
    visits
        .computeIfAbsent(new Key(load.server(), load.batch()), key -> new ArrayList<>())
        .add(visit);
  }

  /** CPU time of one server by another's, with the same batch size, round by round. */
  Stat ratio(String server, String base, int batch) {
    return Stat.ofRatios(
        values(server, batch, Visit::cpuMicrosPerRequest),
        values(base, batch, Visit::cpuMicrosPerRequest));
  }

  /** What a load came to. */
  ServerResult result(Load load) {
    String server = load.server();
    int batch = load.batch();
    Stat cpu = stat(server, batch, Visit::cpuMicrosPerRequest);
    double perSecond = stat(server, batch, Visit::requestsPerSecond).median();
    return new ServerResult(
        server,
        batch,
        load.bodyBytes(),
        Payload.vehicles(batch),
        of(server, batch).stream().mapToLong(Visit::answers).sum(),
        Math.round(perSecond),
        Math.round(perSecond * batch),
        cpu,
        Stat.of(List.of(cpu.median() / batch)).median(),
        ratio(server, Variant.NETTY.id(), batch),
        stat(server, batch, Visit::compilerShare),
        broker(load));
  }

  private @Nullable Stat broker(Load load) {
    return load.variant() == Variant.GATEWAY_KAFKA
        ? stat(load.server(), load.batch(), Visit::brokerCpuMicrosPerRequest)
        : null;
  }

  private Stat stat(String server, int batch, ToDoubleFunction<Visit> value) {
    return Stat.of(values(server, batch, value));
  }

  private List<Double> values(String server, int batch, ToDoubleFunction<Visit> value) {
    return of(server, batch).stream().map(value::applyAsDouble).toList();
  }

  private List<Visit> of(String server, int batch) {
    return visits.getOrDefault(new Key(server, batch), List.of());
  }

  private record Key(String server, int batch) {}
}
