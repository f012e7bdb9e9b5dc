package io.evenkeel.cli.up;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.TopicSetup;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.cli.page.LocalPage;
import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.gateway.GatewayParts;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.processor.ProcessorConfig;
import io.evenkeel.processor.StreamProcessor;
import io.evenkeel.runtime.trace.Tracing;
import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.Sink;
import io.evenkeel.sink.SinkConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole pipeline in one process.
 *
 * <pre>
 *  devices --HTTP--> gateway --> telemetry.* --> processor --> clean.*, minutes --> sink --> PostgreSQL
 *                       ^
 *                  directory (tenants, keys)
 * </pre>
 */
final class LocalPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPipeline.class);
  // Recordings that people load on their own machine may be of any age.
  private static final Duration BACKFILL_AGE_MAX = Duration.ofDays(36_500);
  private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);

  private final Deque<AutoCloseable> parts;
  private final Backing backing;
  private final String demoKey;
  private final Gateway gateway;
  private final Optional<LocalPage> page;

  private LocalPipeline(
      Deque<AutoCloseable> parts,
      Backing backing,
      String demoKey,
      Gateway gateway,
      Optional<LocalPage> page) {
    this.parts = parts;
    this.backing = backing;
    this.demoKey = demoKey;
    this.gateway = gateway;
    this.page = page;
  }

  /**
   * Starts everything and returns when events can be sent.
   *
   * @param onFatal told, at most once a service, why a service stopped by itself
   */
  static LocalPipeline start(Path directory, UpOptions options, Consumer<String> onFatal)
      throws IOException, InterruptedException {
    FreePort.require(options.port(), "--port");
    FreePort.require(options.metricsPort(), "--metrics-port");
    if (options.page().isPresent() && !options.page().get().orAnyFree()) {
      FreePort.require(options.page().get().port(), "--page-port");
    }
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      Backing backing =
          opened(
              parts,
              Backing.start(
                  directory, options.kafkaPort(), options.postgresPort(), System.getenv()));
      TopicSetup.ensure(backing.kafka());
      DirectoryClient tenants = new DirectoryClient(backing.kafka());
      String demoKey = LocalTenant.DEMO.ensure(tenants, directory, InstantSource.system().millis());
      Tracing gatewayTracing = tracing(parts, "evenkeel-gateway");
      Gateway gateway = opened(parts, startGateway(backing, options, gatewayTracing));
      StreamProcessor processor =
          opened(
              parts,
              startProcessor(
                  backing,
                  directory,
                  gateway.meterRegistry(),
                  tracing(parts, "evenkeel-processor"),
                  onFatal));
      CaretakerConfig caretaking = caretaking(options, tenants, directory, gateway);
      opened(
          parts,
          startSink(
              backing,
              caretaking,
              gateway.meterRegistry(),
              tracing(parts, "evenkeel-sink"),
              onFatal));
      processor.awaitRunning(RUNNING_WITHIN);
      Optional<LocalPage> page = startPage(parts, backing, options, gateway.meterRegistry());
      return new LocalPipeline(parts, backing, demoKey, gateway, page);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.forEach(LocalPipeline::closeQuietly);
      throw e;
    }
  }

  /** Where to reach it. */
  RunningInstance instance() {
    return new RunningInstance(
        ProcessHandle.current().pid(),
        gateway.uri().toString(),
        gateway.metricsUri().resolve("/prometheus").toString(),
        page.map(shown -> shown.uri().toString()).orElse(null),
        backing.jdbcUrlWithCredentials(),
        demoKey,
        backing.kafka());
  }

  /** The figures so far. */
  PipelineCounters counters() {
    return PipelineCounters.read(gateway.meterRegistry());
  }

  /** Stops the gateway first, so that nothing new comes in, then the others; the servers last. */
  @Override
  public void close() {
    closeQuietly(gateway);
    parts.stream().filter(part -> part != gateway).forEach(LocalPipeline::closeQuietly);
  }

  // The last opened is the first closed.
  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
    parts.addFirst(part);
    return part;
  }

  // Closed after the service, which is opened after it.
  private static Tracing tracing(Deque<AutoCloseable> parts, String service) {
    return opened(parts, Tracing.fromEnvironment(service, System.getenv()));
  }

  private static Gateway startGateway(Backing backing, UpOptions options, Tracing tracing) {
    return Gateway.start(
        GatewayConfig.of(backing.kafka())
            .withPort(options.port())
            .withAdminPort(options.metricsPort())
            .withSimulatedAnswers()
            .withDecode(DecodeConfig.DEFAULT.withAgeBackfillMax(BACKFILL_AGE_MAX)),
        GatewayParts.OWN.withTracing(tracing));
  }

  private static StreamProcessor startProcessor(
      Backing backing,
      Path directory,
      MeterRegistry metrics,
      Tracing tracing,
      Consumer<String> onFatal) {
    var config = ProcessorConfig.of(backing.kafka(), directory.resolve("processor"));
    return StreamProcessor.start(
        config,
        metrics,
        tracing,
        failure -> onFatal.accept("the processor stopped: " + failure.getMessage()));
  }

  private static CaretakerConfig caretaking(
      UpOptions options, DirectoryClient tenants, Path directory, Gateway gateway)
      throws IOException {
    CaretakerConfig caretaking;
    try {
      caretaking = CaretakerConfig.DEFAULT.withDriftWindow(options.driftWindow());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCodes.USAGE, "--" + e.getMessage());
    }
    if (!options.canary()) {
      return caretaking;
    }
    String key = LocalTenant.CANARY.ensure(tenants, directory, InstantSource.system().millis());
    return caretaking.withCanary(new CaretakerConfig.CanaryTarget(gateway.uri(), key));
  }

  private static Sink startSink(
      Backing backing,
      CaretakerConfig caretaking,
      MeterRegistry metrics,
      Tracing tracing,
      Consumer<String> onFatal) {
    var config =
        SinkConfig.of(backing.kafka(), backing.jdbcUrl(), backing.user(), backing.password())
            .withCaretaking(caretaking);
    Sink sink = Sink.start(config, metrics, tracing);
    sink.onFatal(failure -> onFatal.accept("the sink stopped: " + failure.getMessage()));
    return sink;
  }

  private static Optional<LocalPage> startPage(
      Deque<AutoCloseable> parts, Backing backing, UpOptions options, MeterRegistry metrics)
      throws IOException {
    if (options.page().isEmpty()) {
      return Optional.empty();
    }
    var sources =
        new LocalPage.Sources(
            backing.kafka(),
            backing.jdbcUrl(),
            backing.user(),
            backing.password(),
            backing.jdbcUrlWithCredentials(),
            metrics,
            LocalTenant.DEMO.name());
    return Optional.of(opened(parts, LocalPage.start(options.page().get(), sources)));
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("part", part.getClass().getSimpleName())
          .log("A part did not stop cleanly");
    }
  }
}
