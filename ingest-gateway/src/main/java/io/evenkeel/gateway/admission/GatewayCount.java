package io.evenkeel.gateway.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many gateways share a tenant's limits: the addresses of a headless service, which are those
 * that are ready. Looked up again and again by a thread of its own; a failed look-up keeps the last
 * count, since limits that grow while the name server is away would be of no use. Safe for use by
 * many threads.
 */
public final class GatewayCount implements IntSupplier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCount.class);

  private final String name;
  private final NameLookup lookup;
  private final @Nullable ScheduledExecutorService executor;
  private volatile int count = 1;
  private volatile boolean failing;

  private GatewayCount(
      String name, NameLookup lookup, @Nullable ScheduledExecutorService executor) {
    this.name = name;
    this.lookup = lookup;
    this.executor = executor;
  }

  /** Starts to count, if the configuration names a service; it is 1 until that is known. */
  public static GatewayCount start(LimitConfig config, MeterRegistry registry) {
    GatewayCount gateways =
        config.replicasDns().isBlank()
            ? of("", name -> new InetAddress[0])
            : follow(config.replicasDns(), config.replicasEvery().toMillis());
    Gauge.builder("evenkeel.gateway.limits.replicas", gateways, GatewayCount::getAsInt)
        .description("Gateways among which a tenant's limits are divided")
        .strongReference(true)
        .register(registry);
    return gateways;
  }

  /** A count that looks up only when told. */
  static GatewayCount of(String name, NameLookup lookup) {
    return new GatewayCount(name, lookup, null);
  }

  /** The last count that was known, 1 or greater. */
  @Override
  public int getAsInt() {
    return count;
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  /** Counts anew; keeps the last count if that fails. */
  void lookUp() {
    try {
      int found = (int) Arrays.stream(lookup.addresses(name)).distinct().count();
      log(Math.max(1, found));
      count = Math.max(1, found);
      failing = false;
    } catch (UnknownHostException | RuntimeException e) {
      if (!failing) {
        LOG.atWarn()
            .addKeyValue("name", name)
            .addKeyValue("replicas", count)
            .log("The gateways cannot be counted; the last count stays");
      }
      failing = true;
    }
  }

  private void log(int found) {
    if (found != count || failing) {
      LOG.atInfo().addKeyValue("replicas", found).log("The gateways were counted");
    }
  }

  private static GatewayCount follow(String name, long everyMillis) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gateway-replicas").daemon().factory());
    GatewayCount gateways = new GatewayCount(name, InetAddress::getAllByName, executor);
    var _ =
        executor.scheduleWithFixedDelay(gateways::lookUp, 0, everyMillis, TimeUnit.MILLISECONDS);
    return gateways;
  }

  /** Asks for the addresses of a name. */
  @FunctionalInterface
  interface NameLookup {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }
}
