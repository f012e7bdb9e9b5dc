package io.evenkeel.sink;

import io.evenkeel.runtime.AdminServer;
import io.evenkeel.runtime.BuildInfo;
import io.evenkeel.runtime.ServiceLogging;
import io.evenkeel.runtime.trace.Tracing;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.flywaydb.core.api.FlywayException;

/**
 * The sink as a process. Settings come from variables named {@code EVENKEEL_SINK_…}; it ends with 0
 * on SIGTERM, 1 when it had to stop by itself, 2 when it cannot start.
 */
public final class SinkMain {
  private static final int STOPPED = 1;
  private static final int CANNOT_START = 2;

  private SinkMain() {}

  /** Runs until it is told to end or has to stop. */
  public static void main(String[] args) throws InterruptedException {
    ServiceLogging.useDefaults();
    SinkConfig config;
    Tracing tracing;
    try {
      config = SinkConfig.fromEnvironment(System.getenv());
      tracing = Tracing.fromEnvironment("evenkeel-sink", System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("The sink cannot start: " + e.getMessage());
      System.exit(CANNOT_START);
      return;
    }
    try {
      run(config, tracing);
    } catch (FlywayException | UncheckedIOException e) {
      System.err.println("The sink cannot start: " + e.getMessage());
      System.exit(CANNOT_START);
    }
  }

  private static void run(SinkConfig config, Tracing tracing) throws InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    bindProcess(registry);
    BuildInfo.bind(registry, "sink");
    Sink sink = Sink.start(config, registry, tracing);
    CountDownLatch stopped = new CountDownLatch(1);
    sink.onFatal(cause -> stopped.countDown());
    AdminServer admin =
        AdminServer.start(
            new InetSocketAddress(config.adminHost(), config.adminPort()),
            registry,
            sink::isRunning,
            sink::isRunning);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(sink, tracing), "evenkeel-sink-shutdown"));
    stopped.await();
    admin.close();
    System.exit(STOPPED);
  }

  private static void stop(Sink sink, Tracing tracing) {
    sink.close();
    tracing.close();
  }

  private static void bindProcess(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }
}
