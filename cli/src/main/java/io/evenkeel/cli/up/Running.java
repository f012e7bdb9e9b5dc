package io.evenkeel.cli.up;

import io.evenkeel.cli.RunningInstance;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.load.fleet.FleetOptions;
import io.evenkeel.load.fleet.FleetSimulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline that other commands can find, and its fleet. Closed once, by the command or by the end
 * of the process.
 */
final class Running implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);
  private static final FleetOptions FLEET = new FleetOptions(50, 50, 5, Duration.ofDays(36_500), 1);
  private static final Duration FLEET_STOPS_WITHIN = Duration.ofSeconds(10);

  private final LocalPipeline pipeline;
  private final Path directory;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable FleetSimulation fleet;
  private volatile @Nullable Thread fleetThread;

  Running(LocalPipeline pipeline, Path directory) {
    this.pipeline = pipeline;
    this.directory = directory;
  }

  LocalPipeline pipeline() {
    return pipeline;
  }

  /** Leaves the note for other commands and lets the fleet go if it shall. */
  RunningInstance announce(boolean simulate) throws IOException {
    RunningInstance instance = pipeline.instance();
    instance.write(directory);
    if (simulate) {
      startFleet(instance);
    }
    return instance;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      RunningInstance.remove(directory);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The note for other commands could not be removed");
    }
    stopFleet();
    pipeline.close();
  }

  private void startFleet(RunningInstance instance) {
    TelemetryClient client =
        new TelemetryClient(ClientOptions.of(URI.create(instance.url()), instance.apiKey()));
    FleetSimulation simulation = new FleetSimulation(FLEET, client, InstantSource.system());
    fleet = simulation;
    fleetThread = Thread.ofPlatform().daemon().name("fleet").start(() -> drive(simulation, client));
  }

  private static void drive(FleetSimulation simulation, TelemetryClient client) {
    try (client) {
      simulation.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopFleet() {
    FleetSimulation simulation = fleet;
    Thread thread = fleetThread;
    if (simulation == null || thread == null) {
      return;
    }
    simulation.stop();
    try {
      thread.join(FLEET_STOPS_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
