package io.evenkeel.load.faults;

import io.evenkeel.admin.TopicSetup;
import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.load.pipeline.ServiceCommand;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.localstack.LocalPostgresOptions;
import io.evenkeel.model.directory.KeyScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline with two sinks, each part in a process of its own that may be killed at any moment.
 * Closing kills everything; a second call does nothing. Thread-safe.
 */
final class FaultyPipeline implements AutoCloseable {
  /** The tenant that all events belong to. */
  static final String TENANT = "faults";

  private static final Duration START_WITHIN = Duration.ofSeconds(120);
  private static final Duration ASK_WITHIN = Duration.ofSeconds(2);
  // Minutes of vehicles that have stopped sending close soon, so that all of them can be compared.
  private static final Map<String, String> PROCESSOR = Map.of("EVENKEEL_PROCESSOR_SILENCE", "3s");

  private final PipelineLayout layout;
  private final HttpClient http = HttpClient.newHttpClient();
  private final PostgresStage postgres;
  private final ServiceStage broker;
  private @Nullable Supervisor supervisor;
  private String apiKey = "";

  /** A pipeline that does not run yet. */
  FaultyPipeline(PipelineLayout layout, LocalPostgresOptions database) {
    this.layout = layout;
    this.postgres = new PostgresStage(database.withPort(layout.postgresPort()));
    this.broker =
        new ServiceStage(
            Target.BROKER, layout.broker("768m"), layout.log("broker"), layout::brokerListens);
  }

  /**
   * Starts everything and returns when events can be sent.
   *
   * @param remarks told what the processes do by themselves
   */
  void start(Consumer<String> remarks) throws IOException, InterruptedException {
    Files.createDirectories(layout.directory());
    broker.start();
    postgres.start();
    awaitBroker();
    TopicSetup.ensure(layout.kafka());
    apiKey = Tenants.add(layout.kafka(), TENANT, EnumSet.of(KeyScope.INGEST, KeyScope.BACKFILL));
    takeOver(new Supervisor(stages(), remarks));
    for (Target target : Target.values()) {
      if (!supervisor().awaitReady(target, START_WITHIN)) {
        throw new IllegalStateException(
            "the " + target.id() + " does not start; see the logs in " + layout.directory());
      }
    }
  }

  /** Kills, freezes and raises processes. */
  synchronized Supervisor supervisor() {
    if (supervisor == null) {
      throw new IllegalStateException("the pipeline has not been started");
    }
    return supervisor;
  }

  PipelineLayout layout() {
    return layout;
  }

  PostgresStage postgres() {
    return postgres;
  }

  String apiKey() {
    return apiKey;
  }

  String jdbcUrl() {
    return PipelineLayout.jdbcUrl(postgres.server());
  }

  @Override
  public void close() {
    Supervisor running;
    synchronized (this) {
      running = supervisor;
    }
    if (running != null) {
      running.close();
    }
    broker.kill();
    postgres.kill();
    postgres.stop();
    http.shutdownNow();
  }

  private synchronized void takeOver(Supervisor started) {
    supervisor = started;
  }

  private List<Stage> stages() throws IOException {
    int gateway = PipelineLayout.freePort();
    int processor = PipelineLayout.freePort();
    return List.of(
        broker,
        postgres,
        service(Target.GATEWAY, layout.gateway("384m", gateway), gateway),
        service(Target.PROCESSOR, layout.processor("512m", processor).with(PROCESSOR), processor),
        sink(Target.SINK_1),
        sink(Target.SINK_2));
  }

  private Stage sink(Target target) throws IOException {
    int admin = PipelineLayout.freePort();
    ServiceCommand command = layout.sink(target.id(), "384m", admin, postgres.server());
    return service(target, command.with(Map.of("EVENKEEL_SINK_INSTANCE_ID", target.id())), admin);
  }

  private Stage service(Target target, ServiceCommand command, int adminPort) {
    URI health = PipelineLayout.health(adminPort);
    BooleanSupplier ready = () -> answers(health);
    return new ServiceStage(target, command, layout.log(command.name()), ready);
  }

  private void awaitBroker() throws InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    while (!broker.isReady()) {
      if (!broker.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the broker does not start; see " + layout.log("broker"));
      }
      Thread.sleep(100);
    }
  }

  private boolean answers(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(ASK_WITHIN).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
