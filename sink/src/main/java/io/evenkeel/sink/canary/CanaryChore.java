package io.evenkeel.sink.canary;

import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.sink.CaretakerConfig.CanaryTarget;
import io.evenkeel.sink.caretaker.Chore;
import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the canary send an event each second and looks for those under way. */
public final class CanaryChore implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryChore.class);
  // How exactly freshness is measured.
  private static final Duration LOOK_EVERY = Duration.ofMillis(25);
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);
  private static final Duration SEND_GIVE_UP = Duration.ofSeconds(3);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int UNDER_WAY_MAX = 64;

  private final CanaryTarget target;
  private final Database database;
  private final InstantSource clock;
  private final CanaryMetrics metrics;
  private final String session = UUID.randomUUID().toString();
  private long lastSeq;
  private long lastSentNanos;
  private @Nullable Run run;

  /** A chore that sends to a gateway and reads from the database. */
  public CanaryChore(
      CanaryTarget target, Database database, InstantSource clock, MeterRegistry registry) {
    this.target = target;
    this.database = database;
    this.clock = clock;
    this.metrics = new CanaryMetrics(registry);
  }

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public Duration every() {
    return LOOK_EVERY;
  }

  @Override
  public boolean run() throws SQLException {
    long now = System.nanoTime();
    Run current = run;
    if (current == null) {
      metrics.started(now);
      current = new Run(client(), new CanaryFlights(UNDER_WAY_MAX, DEADLINE));
      run = current;
      lastSentNanos = now - SEND_EVERY.toNanos();
    }
    if (now - lastSentNanos >= SEND_EVERY.toNanos()) {
      lastSentNanos = now;
      send(current, nextEvent(now));
    }
    look(current);
    return false;
  }

  @Override
  public void idle() {
    metrics.stopped();
    if (run != null) {
      run.client().close();
      run = null;
    }
  }

  private TelemetryClient client() {
    Duration pause = Duration.ofMillis(100);
    return new TelemetryClient(
        new ClientOptions(
            target.gateway(), target.apiKey(), REQUEST_TIMEOUT, SEND_GIVE_UP, pause, SEND_EVERY));
  }

  // Counters without gaps, also after a clock was set back, cost the processor the least memory.
  private CanaryEvent nextEvent(long nowNanos) {
    long millis = clock.millis();
    lastSeq = lastSeq == 0 ? millis / 1_000 : lastSeq + 1;
    return new CanaryEvent(session, lastSeq, millis, nowNanos);
  }

  private void send(Run current, CanaryEvent event) {
    if (current.flights().begin(event)) {
      Thread.ofVirtual().name("evenkeel-canary").start(() -> sendAndWait(current, event));
    }
  }

  private void sendAndWait(Run current, CanaryEvent event) {
    try {
      SendResult result = current.client().sendLive(List.of(event.toJson()));
      if (result.accepted() == 1) {
        current.flights().accepted(event);
      } else if (current.flights().refused(event)) {
        metrics.notAccepted();
        LOG.atWarn()
            .addKeyValue("failure", result.failure())
            .addKeyValue("rejected", result.rejected().size())
            .log("An event of the canary was not accepted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Run current) throws SQLException {
    List<CanaryEvent> awaited = current.flights().awaited();
    if (awaited.isEmpty()) {
      return;
    }
    Set<UUID> stored = CanaryRows.stored(database, awaited);
    long now = System.nanoTime();
    current.flights().takeSeen(stored).forEach(event -> metrics.seen(event, now));
    for (CanaryEvent event : current.flights().takeMissing(now)) {
      metrics.missing();
      LOG.atError()
          .addKeyValue("seq", event.seq())
          .addKeyValue("deadlineSeconds", DEADLINE.toSeconds())
          .log("An event of the canary was accepted and cannot be read");
    }
  }

  /** What belongs to one time of being the caretaker. */
  private record Run(TelemetryClient client, CanaryFlights flights) {}
}
