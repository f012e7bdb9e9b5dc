package io.evenkeel.cli.up;

import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.LogFile;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.cli.Terminal;
import io.evenkeel.cli.page.PagePort;
import io.evenkeel.sink.CaretakerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel up}. */
@Command(
    name = "up",
    description = {
      "Start everything on this machine: broker, database, gateway, processor, sink, and a simulated fleet.",
      "Data stays in the data directory. Ctrl-C stops it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Environment: " + Backing.KAFKA + " (bootstrap servers) replaces the embedded broker;",
      Backing.JDBC_URL
          + ", "
          + Backing.JDBC_USER
          + " and "
          + Backing.JDBC_PASSWORD
          + " replace the embedded database."
    })
public final class UpCommand implements Callable<Integer> {
  @Mixin private DataDirectory data = new DataDirectory();

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the gateway, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--metrics-port",
      defaultValue = "0",
      description = "Port of health and metrics, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int metricsPort;

  @Option(
      names = "--page-port",
      description =
          "Port of the page that shows fleet, stages and books, 0 for any free one (default: 8090, or any free one if that is taken).")
  private @Nullable Integer pagePort;

  @Option(
      names = "--page",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Serve the page (default: ${DEFAULT-VALUE}).")
  private boolean page = true;

  @Option(
      names = "--kafka-port",
      defaultValue = "0",
      description =
          "Port of the broker, 0 for the one of last time or any free one (default: ${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--postgres-port",
      defaultValue = "0",
      description =
          "Port of the database, 0 for the one of last time or any free one (default: ${DEFAULT-VALUE}).")
  private int postgresPort;

  @Option(
      names = "--simulate",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Let a small simulated fleet send (default: ${DEFAULT-VALUE}).")
  private boolean simulate = true;

  @Option(
      names = "--drift-window",
      paramLabel = "TIME",
      defaultValue = "5m",
      description =
          "How long a window of signal counts is, 1s to 1h; windows are compared to notice renamed fields (default: ${DEFAULT-VALUE}).")
  private Duration driftWindow = CaretakerConfig.DEFAULT.driftWindow();

  @Option(
      names = "--canary",
      description = "Let a canary vehicle send an event each second and read it back.")
  private boolean canary;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Stop by itself after this time, for example 60s.")
  private @Nullable Duration duration;

  @Option(
      names = "--json",
      description = "Print one line of JSON when ready; everything else goes to standard error.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final CompletableFuture<String> fatal = new CompletableFuture<>();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Path directory = data.path();
    PrintWriter err = spec.commandLine().getErr();
    Path log = LogFile.open(directory.resolve("logs"));
    err.println("Starting Evenkeel on " + directory + "; log: " + log);
    var options =
        new UpOptions(port, metricsPort, pagePort(), kafkaPort, postgresPort, driftWindow, canary);
    Running running =
        new Running(LocalPipeline.start(directory, options, fatal::complete), directory);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(running::close));
    try (running) {
      RunningInstance instance = running.announce(simulate);
      printReady(instance);
      return watch(running.pipeline());
    }
  }

  // A port that was asked for must be free; the usual one need not be, so that two can run at once.
  private Optional<PagePort> pagePort() {
    if (!page) {
      return Optional.empty();
    }
    Integer asked = pagePort;
    return Optional.of(
        asked == null ? new PagePort(PagePort.DEFAULT, true) : new PagePort(asked, false));
  }

  private void printReady(RunningInstance instance) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> ready = new LinkedHashMap<>();
      ready.put("ready", true);
      ready.put("url", instance.url());
      ready.put("metrics", instance.metrics());
      ready.put("page", instance.page());
      ready.put("jdbc", instance.jdbc());
      ready.put("api_key", instance.apiKey());
      ready.put("kafka", instance.kafka());
      out.println(Json.write(ready));
    } else {
      out.printf(
          "Ready: POST %s/v1/telemetry with key %s; %smetrics %s; ask it: evenkeel sql \"select count(*) from reading\"%n",
          instance.url(),
          instance.apiKey(),
          instance.page() == null ? "" : "watch it: " + instance.page() + "; ",
          instance.metrics());
    }
    out.flush();
  }

  /** Shows a status line each second until the time is over or a service stops by itself. */
  private int watch(LocalPipeline pipeline) throws InterruptedException, ExecutionException {
    PrintWriter lines = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    boolean terminal = Terminal.isInteractive();
    long start = System.nanoTime();
    long lastNanos = start;
    PipelineCounters last = pipeline.counters();
    while (duration == null || System.nanoTime() - start < duration.toNanos()) {
      try {
        spec.commandLine().getErr().println("evenkeel: " + fatal.get(1, TimeUnit.SECONDS));
        return ExitCodes.FAILED;
      } catch (TimeoutException noFailure) {
        long nowNanos = System.nanoTime();
        PipelineCounters now = pipeline.counters();
        String line = StatusLine.of(last, now, (nowNanos - lastNanos) / 1e9);
        lines.print(terminal ? "\r" + line : line + System.lineSeparator());
        lines.flush();
        last = now;
        lastNanos = nowNanos;
      }
    }
    return ExitCodes.OK;
  }
}
