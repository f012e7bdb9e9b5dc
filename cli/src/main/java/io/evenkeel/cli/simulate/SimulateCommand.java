package io.evenkeel.cli.simulate;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.cli.SenderKey;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.load.fleet.FleetOptions;
import io.evenkeel.load.fleet.FleetReport;
import io.evenkeel.load.fleet.FleetSimulation;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel simulate}. */
@Command(
    name = "simulate",
    description = {
      "Let a simulated fleet send live telemetry.",
      "Vehicles drive, charge and park by simple physics, the same for the same seed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: evenkeel simulate --vehicles 1000 --rate 5000 --batch 50 --for 60s"})
public final class SimulateCommand implements Callable<Integer> {
  private static final long STOP_SECONDS_MAX = 30;

  @Mixin private DataDirectory data = new DataDirectory();

  @Mixin private SenderKey senderKey = new SenderKey();

  @Option(
      names = "--vehicles",
      defaultValue = "100",
      description = "Number of vehicles (default: ${DEFAULT-VALUE}).")
  private int vehicles;

  @Option(
      names = "--rate",
      paramLabel = "EVENTS/S",
      defaultValue = "100",
      description = "Events a second of the whole fleet (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--batch",
      defaultValue = "10",
      description = "Events that a vehicle collects before it sends (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long, for example 60s or 10m (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the fleet's life (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    RunningInstance instance = RunningInstance.find(data.path());
    String key = senderKey.orDemoKeyOf(instance);
    try (TelemetryClient client =
        new TelemetryClient(ClientOptions.of(URI.create(instance.url()), key))) {
      return drive(new FleetSimulation(options(), client, InstantSource.system()));
    }
  }

  private int drive(FleetSimulation simulation) throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(1);
    // On an interrupt the fleet stops, requests in flight are answered, and the report is printed
    // all the same.
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> stopAndWait(simulation, reported)));
    try {
      FleetReport report = simulation.run();
      Results.print(spec, json, text(report), report);
      return exitCode(report);
    } finally {
      reported.countDown();
    }
  }

  private static int exitCode(FleetReport report) {
    if (report.unsent() > 0) {
      return ExitCodes.FAILED;
    }
    return report.rejected() > 0 ? ExitCodes.REJECTED : ExitCodes.OK;
  }

  private FleetOptions options() {
    try {
      return new FleetOptions(vehicles, rate, batch, duration, seed);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCodes.USAGE, e.getMessage());
    }
  }

  private static void stopAndWait(FleetSimulation simulation, CountDownLatch reported) {
    simulation.stop();
    try {
      reported.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(FleetReport report) {
    return "%,d events sent, %,d accepted, %,d rejected, %,d without an answer; %,d requests in %.1f s"
        .formatted(
            report.sent(),
            report.accepted(),
            report.rejected(),
            report.unsent(),
            report.requests(),
            report.seconds());
  }
}
