package io.evenkeel.dashboards;

import static org.awaitility.Awaitility.await;

import io.evenkeel.admin.TopicSetup;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.OutgoingEvent;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.load.pipeline.JavaProcess;
import io.evenkeel.load.pipeline.PipelineLayout;
import io.evenkeel.load.pipeline.ServiceCommand;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.sink.SinkMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** The three services as processes, as they are deployed, with a small fleet that drives. */
final class MonitoredPipeline implements AutoCloseable {
  static final String TENANT = "acme";
  static final String VEHICLE = "truck-1";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int VEHICLES = 6;
  // Enough for a finding of drift.
  private static final int REFUSED = 25;

  private final TestStack stack = TestStacks.shared();
  private final Database database = new Database(stack.createDatabase(), stack);
  private final Map<String, Integer> adminPorts = new LinkedHashMap<>();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final PipelineLayout layout;
  private final TelemetryClient client;
  private long seq;

  private MonitoredPipeline(Path directory) throws IOException, InterruptedException {
    String kafka = stack.bootstrapServers();
    int kafkaPort = Integer.parseInt(kafka.substring(kafka.lastIndexOf(':') + 1));
    layout = new PipelineLayout(directory, kafkaPort, PipelineLayout.freePort(), 0);
    TopicSetup.ensure(kafka);
    EnumSet<KeyScope> scopes = EnumSet.of(KeyScope.INGEST, KeyScope.BACKFILL);
    client =
        new TelemetryClient(ClientOptions.of(layout.gateway(), Tenants.add(kafka, TENANT, scopes)));
    parts.addFirst(client);
  }

  /** Starts all three and waits until they work. */
  static MonitoredPipeline start(Path directory) throws IOException, InterruptedException {
    MonitoredPipeline pipeline = new MonitoredPipeline(directory);
    try {
      pipeline.startServices();
      return pipeline;
    } catch (IOException | RuntimeException e) {
      pipeline.close();
      throw e;
    }
  }

  /** Where each Prometheus job's target is. */
  Map<String, Integer> adminPorts() {
    return adminPorts;
  }

  Database database() {
    return database;
  }

  /**
   * A moment of everything that the dashboards show: live events of two hours, repeats, an unknown
   * signal, events that are refused, and a backfill.
   */
  void drive() throws InterruptedException {
    long now = InstantSource.system().millis();
    List<byte[]> events = new ArrayList<>();
    for (long age = 7_200; age >= 0; age -= 60) {
      // A stop, so that there is a gap.
      if (age < 3_000 || age > 4_000) {
        addEvents(events, now - age * 1_000);
      }
    }
    client.sendLive(events);
    client.sendLive(events.subList(0, 20));
    client.sendLive(refused(now));
    List<byte[]> old = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      addEvents(old, now - Duration.ofDays(2).toMillis() + minute * 60_000L);
    }
    client.sendBackfill("recording", old);
    client.sendBackfill("recording", refused(now));
  }

  /** Goes on driving until it is closed: rates need counters that move. */
  void keepDriving() {
    ScheduledExecutorService driver = Executors.newSingleThreadScheduledExecutor();
    parts.addFirst(driver::shutdownNow);
    driver.scheduleWithFixedDelay(this::driveASecond, 0, 1, TimeUnit.SECONDS);
  }

  private void driveASecond() {
    long now = InstantSource.system().millis();
    List<byte[]> events = new ArrayList<>();
    addEvents(events, now);
    List<byte[]> old = new ArrayList<>();
    addEvents(old, now - Duration.ofDays(3).toMillis());
    try {
      client.sendLive(events);
      client.sendLive(events);
      client.sendLive(refused(now));
      client.sendBackfill("recording", old);
      client.sendBackfill("recording", old);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("A part of the pipeline did not stop", e);
      }
    }
  }

  private void startServices() throws IOException {
    start("evenkeel-gateway", port -> layout.gateway("256m", port));
    start("evenkeel-processor", port -> layout.processor("384m", port));
    String canaryKey = Tenants.add(stack.bootstrapServers(), "canary", EnumSet.of(KeyScope.INGEST));
    start("evenkeel-sink", port -> sink(port, canaryKey));
    adminPorts.values().forEach(port -> awaitReady(PipelineLayout.health(port)));
  }

  private void start(String job, IntFunction<ServiceCommand> command) throws IOException {
    int port = PipelineLayout.freePort();
    adminPorts.put(job, port);
    parts.addFirst(
        JavaProcess.start(command.apply(port), layout.log(job), "-XX:TieredStopAtLevel=1"));
  }

  private ServiceCommand sink(int adminPort, String canaryKey) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BOOTSTRAP_SERVERS", stack.bootstrapServers());
    environment.put("JDBC_URL", database.url());
    environment.put("DATABASE_USER", stack.user());
    environment.put("DATABASE_PASSWORD", stack.password());
    environment.put("ADMIN_HOST", "127.0.0.1");
    environment.put("ADMIN_PORT", Integer.toString(adminPort));
    environment.put("AUDIT_EVERY", "1s");
    environment.put("DRIFT_WINDOW", "1s");
    environment.put("CANARY_URL", layout.gateway().toString());
    environment.put("CANARY_API_KEY", canaryKey);
    Map<String, String> prefixed = new HashMap<>();
    environment.forEach((name, value) -> prefixed.put("EVENKEEL_SINK_" + name, value));
    return new ServiceCommand("sink", SinkMain.class, "384m", List.of(), prefixed);
  }

  private static void awaitReady(URI health) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
      await(health + " is ready")
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }
  }

  private void addEvents(List<byte[]> events, long timeMillis) {
    for (int vehicle = 1; vehicle <= VEHICLES; vehicle++) {
      // The last has gone silent.
      if (vehicle < VEHICLES || timeMillis < Instant.now().minusSeconds(3_700).toEpochMilli()) {
        events.add(
            new OutgoingEvent("truck-" + vehicle, timeMillis, "boot", seq++, signals(vehicle))
                .toJson());
      }
    }
  }

  private static Map<String, Object> signals(int vehicle) {
    boolean charging = vehicle == 2;
    Map<String, Object> signals = new LinkedHashMap<>();
    signals.put("soc", vehicle == 3 ? 9.5 : 20 + 10.0 * vehicle);
    signals.put("speed", charging ? 0 : 47.5);
    signals.put("battery_power", charging ? 22_000 : -14_000);
    signals.put("battery_voltage", 380.5);
    signals.put("battery_current", charging ? 57.8 : -36.8);
    signals.put("battery_temperature", 24.5);
    signals.put("ambient_temperature", 11.0);
    signals.put("cabin_temperature", 20.5);
    signals.put("odometer", 48_000_000L + vehicle);
    signals.put("latitude", 48.7 + vehicle / 100.0);
    signals.put("longitude", 9.1);
    signals.put("is_charging", charging);
    signals.put("seat_heater", 2);
    return signals;
  }

  private List<byte[]> refused(long now) {
    List<byte[]> events = new ArrayList<>();
    for (int i = 0; i < REFUSED; i++) {
      events.add(new OutgoingEvent(VEHICLE, now, "boot", seq++, Map.of("soc", 480)).toJson());
    }
    return events;
  }
}
