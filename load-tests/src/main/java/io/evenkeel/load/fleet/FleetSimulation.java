package io.evenkeel.load.fleet;

import io.evenkeel.client.OutgoingEvent;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a fleet drive in real time. Each vehicle collects a batch and sends it when its last event
 * is due; requests in flight are bounded, and what waits behind the bound is sent late, not
 * dropped.
 */
public final class FleetSimulation {
  private static final Logger LOG = LoggerFactory.getLogger(FleetSimulation.class);
  private static final int REQUESTS_IN_FLIGHT_MAX = 64;
  private static final long DRAIN_SECONDS_MAX = 150;

  private final FleetOptions options;
  private final TelemetryClient client;
  private final InstantSource clock;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Semaphore inFlight = new Semaphore(REQUESTS_IN_FLIGHT_MAX);
  private final LongAdder sent = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder requests = new LongAdder();

  public FleetSimulation(FleetOptions options, TelemetryClient client, InstantSource clock) {
    this.options = options;
    this.client = client;
    this.clock = clock;
  }

  /** Drives for the fleet's duration or until {@link #stop}, then waits for requests in flight. */
  public FleetReport run() throws InterruptedException {
    long start = clock.millis();
    PriorityQueue<Driver> drivers = drivers(start);
    long end = start + options.duration().toMillis();
    while (!stopped.get()) {
      Driver next = drivers.remove();
      if (next.dueMillis() > end || !sleepUntil(Math.min(next.dueMillis(), end))) {
        break;
      }
      send(next.drive());
      drivers.add(next);
    }
    boolean drained =
        inFlight.tryAcquire(REQUESTS_IN_FLIGHT_MAX, DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    if (!drained) {
      LOG.atWarn().log("Requests were still in flight when the simulation ended");
    }
    return report((clock.millis() - start) / 1_000.0);
  }

  /**
   * Ends the drive; {@link #run} returns when requests in flight are answered. Safe from any
   * thread.
   */
  public void stop() {
    stopped.set(true);
  }

  /** The figures so far. Safe from any thread. */
  public FleetReport report(double seconds) {
    long total = sent.sum();
    return new FleetReport(
        total, accepted.sum(), rejected.sum(), unsent.sum(), requests.sum(), seconds);
  }

  private PriorityQueue<Driver> drivers(long start) {
    PriorityQueue<Driver> drivers =
        new PriorityQueue<>(Comparator.comparingLong(Driver::dueMillis));
    double period = options.secondsBetweenEvents() * options.batch() * 1_000;
    for (int i = 0; i < options.vehicles(); i++) {
      drivers.add(new Driver(i, start, period * i / options.vehicles()));
    }
    return drivers;
  }

  // In short naps, so that a stop is heard soon.
  private boolean sleepUntil(long millis) throws InterruptedException {
    while (!stopped.get()) {
      long left = millis - clock.millis();
      if (left <= 0) {
        return true;
      }
      Thread.sleep(Math.min(left, 100));
    }
    return false;
  }

  private void send(List<byte[]> events) throws InterruptedException {
    inFlight.acquire();
    sent.add(events.size());
    Thread.ofVirtual()
        .start(() -> {
          try {
            book(client.sendLive(events));
          } catch (InterruptedException e) {
            unsent.add(events.size());
            Thread.currentThread().interrupt();
          } finally {
            inFlight.release();
          }
        });
  }

  private void book(SendResult result) {
    accepted.add(result.accepted());
    rejected.add(result.rejected().size());
    unsent.add(result.unsent());
    requests.add(result.attempts());
    if (!result.isComplete()) {
      LOG.atWarn().addKeyValue("reason", result.failure()).log("A batch stayed unsent");
    }
  }

  /** A vehicle and the time of its next batch. */
  private final class Driver {
    private final String name;
    private final String session;
    private final SimulatedVehicle vehicle;
    private final double firstMillis;
    private long seq;

    Driver(int index, long start, double phaseMillis) {
      this.name = "sim-%06d".formatted(index);
      this.session = "%d-%d".formatted(options.seed(), start);
      this.vehicle = new SimulatedVehicle(options.seed() * 1_000_003 + index);
      this.firstMillis = start + phaseMillis - intervalMillis() * (options.batch() - 1);
    }

    /** Event time of the last event of the next batch. */
    long dueMillis() {
      return eventTime(seq + options.batch() - 1);
    }

    List<byte[]> drive() {
      List<byte[]> events = new ArrayList<>(options.batch());
      for (int i = 0; i < options.batch(); i++) {
        long time = eventTime(seq);
        var signals = vehicle.advance(options.secondsBetweenEvents(), time);
        events.add(new OutgoingEvent(name, time, session, seq++, signals).toJson());
      }
      return events;
    }

    private long eventTime(long event) {
      return (long) (firstMillis + event * intervalMillis());
    }

    private double intervalMillis() {
      return options.secondsBetweenEvents() * 1_000;
    }
  }
}
