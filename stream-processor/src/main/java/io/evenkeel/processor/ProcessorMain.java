package io.evenkeel.processor;

import io.evenkeel.runtime.AdminServer;
import io.evenkeel.runtime.BuildInfo;
import io.evenkeel.runtime.EnvironmentSettings;
import io.evenkeel.runtime.ServiceLogging;
import io.evenkeel.runtime.trace.Tracing;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * The processor as a process, configured by {@code EVENKEEL_PROCESSOR_…} variables; see
 * docs/reference/settings.md. Stops cleanly on SIGTERM. Exit codes: 0 stopped when asked, 1 stopped
 * by itself, 2 wrong configuration or topics.
 */
public final class ProcessorMain {
  private static final int STOPPED_BY_ITSELF = 1;
  private static final int CANNOT_START = 2;
  private static final int ADMIN_PORT_DEFAULT = 9465;

  private ProcessorMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    ServiceLogging.useDefaults();
    int exitCode;
    try {
      exitCode = run(System.getenv());
    } catch (IllegalArgumentException | ProcessorStartException | UncheckedIOException e) {
      System.err.println("The processor cannot start: " + e.getMessage());
      exitCode = CANNOT_START;
    }
    System.exit(exitCode);
  }

  private static int run(Map<String, String> environment) throws InterruptedException {
    ProcessorConfig config = ProcessorConfig.fromEnvironment(environment);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    bindJvm(registry);
    BuildInfo.bind(registry, "processor");
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger();
    try (Tracing tracing = Tracing.fromEnvironment("evenkeel-processor", environment);
        StreamProcessor processor =
            StreamProcessor.start(
                config,
                registry,
                tracing,
                fatal -> {
                  exitCode.set(STOPPED_BY_ITSELF);
                  stopped.countDown();
                });
        AdminServer admin =
            AdminServer.start(
                adminAddress(environment), registry, processor::isAlive, processor::isRunning)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(processor, tracing), "processor-shutdown"));
      LoggerFactory.getLogger(ProcessorMain.class)
          .atInfo()
          .addKeyValue("port", admin.port())
          .log("Health and metrics are served");
      stopped.await();
    }
    return exitCode.get();
  }

  private static void stop(StreamProcessor processor, Tracing tracing) {
    processor.close();
    tracing.close();
  }

  private static InetSocketAddress adminAddress(Map<String, String> environment) {
    var keys = new EnvironmentSettings(ProcessorConfig.ENVIRONMENT_PREFIX, environment);
    return new InetSocketAddress(
        keys.text("ADMIN_HOST", "127.0.0.1"), keys.number("ADMIN_PORT", ADMIN_PORT_DEFAULT));
  }

  private static void bindJvm(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }
}
