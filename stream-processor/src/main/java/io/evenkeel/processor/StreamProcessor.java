package io.evenkeel.processor;

import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.processor.topology.LaneProgress;
import io.evenkeel.processor.topology.ProcessorTopology;
import io.evenkeel.runtime.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running processor. It hands over only what is committed: a record counts as taken from the
 * telemetry topics when its clean record, its minutes and its state are in Kafka, all or none of
 * them. Thread-safe.
 */
public final class StreamProcessor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);

  private static final Duration TOPIC_CHECK_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final int RESTARTS_MAX = 3;
  private static final Duration RESTART_WINDOW = Duration.ofMinutes(10);

  private final KafkaStreams streams;
  private final KafkaStreamsMetrics kafkaMetrics;
  private final ProcessorGauges gauges;
  private final Consumer<Throwable> onFatal;
  private final RestartBudget restarts = new RestartBudget(RESTARTS_MAX, RESTART_WINDOW);
  private final StateWatch state = new StateWatch();
  private final AtomicBoolean closed = new AtomicBoolean();

  private StreamProcessor(
      ProcessorConfig config,
      MeterRegistry registry,
      Tracing tracing,
      Consumer<Throwable> onFatal) {
    this.onFatal = onFatal;
    Map<Lane, LaneProgress> progress = LaneProgress.ofAllLanes();
    streams =
        new KafkaStreams(
            ProcessorTopology.build(
                SignalCatalogue.standard(), config.minutes(), registry, progress, tracing),
            StreamsProperties.of(config));
    streams.setStateListener(state);
    streams.setUncaughtExceptionHandler(this::onUncaught);
    kafkaMetrics = new KafkaStreamsMetrics(streams);
    gauges = new ProcessorGauges(registry);
    gauges.running(state);
    gauges.lag(progress, () -> streams.metrics().values());
    gauges.stateDisk(config.stateDirectory());
  }

  /**
   * {@link #start(ProcessorConfig, MeterRegistry, Consumer)} where a fatal error is only logged.
   */
  public static StreamProcessor start(ProcessorConfig config, MeterRegistry registry) {
    return start(config, registry, fatal -> {});
  }

  /** The same without traces. */
  public static StreamProcessor start(
      ProcessorConfig config, MeterRegistry registry, Consumer<Throwable> onFatal) {
    return start(config, registry, Tracing.OFF, onFatal);
  }

  /**
   * Checks the topics and starts. Returns before partitions are assigned: see {@link
   * #awaitRunning}.
   *
   * @param tracing where spans go; closed by whoever made it, after the processor
   * @param onFatal called once, from a thread of its own, if the processor stops by itself
   * @throws ProcessorStartException if the topics are not as they should be
   */
  public static StreamProcessor start(
      ProcessorConfig config,
      MeterRegistry registry,
      Tracing tracing,
      Consumer<Throwable> onFatal) {
    LOG.atInfo().addKeyValue("config", config).log("The processor starts");
    try (Admin admin = Admin.create(adminProperties(config))) {
      TopicCheck.check(admin, TOPIC_CHECK_TIMEOUT);
    }
    StreamProcessor processor = new StreamProcessor(config, registry, tracing, onFatal);
    processor.kafkaMetrics.bindTo(registry);
    processor.streams.start();
    return processor;
  }

  /** Whether all partitions assigned to this process are being processed. */
  public boolean isRunning() {
    return state.isRunning();
  }

  /** Whether it runs or is about to; false once it was closed or stopped by itself. */
  public boolean isAlive() {
    return state.isAlive();
  }

  /**
   * Waits until it runs.
   *
   * @return false if the time is over or if it stopped
   */
  public boolean awaitRunning(Duration timeout) throws InterruptedException {
    return state.awaitRunning(timeout);
  }

  /**
   * Commits, stops and leaves the group, so that other replicas take over at once. A second call
   * does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    kafkaMetrics.close();
    boolean stopped =
        streams.close(
            CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    gauges.close();
    if (!stopped) {
      LOG.atWarn()
          .addKeyValue("timeout", CLOSE_TIMEOUT)
          .log("The processor did not stop in time; its open transaction will be rolled back");
    }
  }

  private StreamThreadExceptionResponse onUncaught(Throwable failure) {
    if (restarts.take(System.nanoTime())) {
      LOG.atError().setCause(failure).log("A stream thread failed and is replaced");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.atError()
        .addKeyValue("restarts", RESTARTS_MAX)
        .addKeyValue("window", RESTART_WINDOW)
        .setCause(failure)
        .log("Stream threads keep failing; the processor stops");
    // A stream thread must not run this: whoever is told may close the processor and would wait for
    // that very thread.
    Thread.ofPlatform().name("processor-fatal").start(() -> onFatal.accept(failure));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private static Properties adminProperties(ProcessorConfig config) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", config.bootstrapServers());
    properties.putAll(clientProperties(config.kafka()));
    return properties;
  }

  // Security settings apply to every client; those of one kind of client carry a prefix.
  private static Map<String, String> clientProperties(Map<String, String> kafka) {
    return kafka.entrySet().stream()
        .filter(entry -> entry.getKey().matches("(security|sasl|ssl)\\..*"))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
