package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.evenkeel.admin.TopicSetup;
import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.processor.ProcessorConfig;
import io.evenkeel.processor.StreamProcessor;
import io.evenkeel.runtime.AdminServer;
import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.Sink;
import io.evenkeel.sink.SinkConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The autoscalers' queries on a Prometheus that scrapes a real pipeline: a stage that does not run
 * shows its backlog to the record, and a sink that is gone has no answer.
 */
class PipelineScalingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int RECORDS = 30;

  private static final String PROCESSOR = ScalingQueries.of("evenkeel-processor", "backlog");
  private static final String PROCESSOR_AGE = ScalingQueries.of("evenkeel-processor", "age");
  private static final String SINK = ScalingQueries.of("evenkeel-sink", "backlog");
  private static final String SINK_AGE = ScalingQueries.of("evenkeel-sink", "age");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void queriesSayWhatWaitsAndALostSinkDoesNotReadAsNoLoad(@TempDir Path directory)
      throws Exception {
    assumeTrue(
        PrometheusServer.isInstalled(),
        "A real Prometheus is needed: install Debian's package `prometheus`");
    try (TestStack stack = TestStacks.start()) {
      TopicSetup.ensure(stack.bootstrapServers());
      // It stores the other lane and is the caretaker: nobody works on the live lane yet.
      try (Sink watching = Sink.start(sink(stack, Lane.BACKFILL), registry);
          AdminServer admin = admin(watching);
          PrometheusServer prometheus =
              PrometheusServer.start(directory, Map.of("sink-0", admin.port()))) {
        followABacklog(stack, directory, prometheus);
        admin.close();
        awaitNothing(prometheus, PROCESSOR, PROCESSOR_AGE, SINK, SINK_AGE);
      }
    }
  }

  private static void followABacklog(TestStack stack, Path directory, PrometheusServer prometheus) {
    awaitValue(prometheus, PROCESSOR, 0);
    try (Gateway gateway = Gateway.start(GatewayConfig.of(stack.bootstrapServers()))) {
      LiveEvents events = LiveEvents.of(gateway.uri(), stack.bootstrapServers());
      events.sendOneByOne(RECORDS);
      awaitValue(prometheus, PROCESSOR, RECORDS);
      awaitAge(prometheus, PROCESSOR_AGE);

      ProcessorConfig config =
          ProcessorConfig.of(stack.bootstrapServers(), directory.resolve("state"));
      try (StreamProcessor running = StreamProcessor.start(config, new SimpleMeterRegistry())) {
        awaitValue(prometheus, PROCESSOR, 0);
        awaitValue(prometheus, PROCESSOR_AGE, 0);
        // Before the sink has ever stored, the markers of transactions count too.
        awaitMore(prometheus, SINK, RECORDS);
        drain(stack, prometheus);

        events.sendOneByOne(RECORDS);
        awaitValue(prometheus, SINK, RECORDS);
        awaitAge(prometheus, SINK_AGE);
        drain(stack, prometheus);
        assertThat(running.isAlive()).isTrue();
      }
    }
  }

  private static void drain(TestStack stack, PrometheusServer prometheus) {
    try (Sink storing = Sink.start(sink(stack, Lane.LIVE), new SimpleMeterRegistry())) {
      awaitValue(prometheus, SINK, 0);
      awaitValue(prometheus, SINK_AGE, 0);
      assertThat(storing.isRunning()).isTrue();
    }
  }

  private static SinkConfig sink(TestStack stack, Lane lane) {
    SinkConfig config =
        SinkConfig.of(stack.bootstrapServers(), stack.jdbcUrl(), stack.user(), stack.password());
    return config
        .withLanes(Set.of(lane))
        .withCaretaking(
            config
                .caretaking()
                .withPressure(
                    new CaretakerConfig.Pressure(
                        Duration.ofSeconds(1), ProcessorConfig.APPLICATION_ID_DEFAULT)));
  }

  private AdminServer admin(Sink sink) {
    return AdminServer.start(
        new InetSocketAddress("127.0.0.1", 0), registry, sink::isRunning, sink::isRunning);
  }

  private static void awaitValue(PrometheusServer prometheus, String query, double value) {
    await()
        .alias(query + " is " + value)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(() -> assertThat(prometheus.query(query).values()).containsExactly(value));
  }

  private static void awaitAge(PrometheusServer prometheus, String query) {
    awaitMore(prometheus, query, Double.MIN_VALUE);
  }

  private static void awaitMore(PrometheusServer prometheus, String query, double least) {
    await()
        .alias(query + " is at least " + least)
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(prometheus.query(query).values())
                .singleElement()
                .satisfies(value -> assertThat(value).isGreaterThanOrEqualTo(least)));
  }

  private static void awaitNothing(PrometheusServer prometheus, String... queries) {
    for (String query : queries) {
      await()
          .alias(query + " has no answer")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(prometheus.query(query)).isEmpty());
    }
  }
}
