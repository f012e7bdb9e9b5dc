package io.evenkeel.cli.backfill;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.JobBooks;
import io.evenkeel.admin.PipelineState;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.cli.SenderKey;
import io.evenkeel.client.BatchOptions;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.EventSender;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.ApiKeySecret;
import io.evenkeel.model.topic.Lane;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel backfill}. */
@Command(
    name = "backfill",
    description = {
      "Load recorded events through the backfill lane and wait until all are stored.",
      "Loading a file again stores nothing twice. An interrupted run goes on where it stopped when the same command is given again."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: evenkeel backfill VED_*.csv.gz --format ved"})
public final class BackfillCommand implements Callable<Integer> {
  /**
   * Requests under way at once: enough to hide their latency, few enough to leave the gateway to
   * live traffic.
   */
  private static final int REQUESTS_MAX = 6;

  @Mixin private DataDirectory data = new DataDirectory();

  @Mixin private SenderKey senderKey = new SenderKey();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILES",
      description = "Files to load; gzip is recognised.")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      required = true,
      description = "${COMPLETION-CANDIDATES}, in any case.")
  private FileFormat format = FileFormat.NDJSON;

  @Option(
      names = "--job",
      description =
          "Name in the books, 1 to 64 of A-Z a-z 0-9 . _ - (default: made from the files).")
  private @Nullable String job;

  @Option(
      names = "--batch",
      defaultValue = "500",
      description = "Events a request, 1 to 5000 (default: ${DEFAULT-VALUE}).")
  private int batch = 500;

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      defaultValue = "2m",
      description =
          "How long events are tried that the gateway does not take, 0s for ever (default: ${DEFAULT-VALUE}).")
  private Duration giveUpAfter = Duration.ofMinutes(2);

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireArguments();
    RunningInstance instance = RunningInstance.find(data.path());
    String key = senderKey.orDemoKeyOf(instance);
    String tenant = tenantOf(key, new DirectoryClient(instance.kafka()));
    long startNanos = System.nanoTime();
    BackfillReport report = load(instance, key, tenant, startNanos);
    Results.print(spec, json, text(report), report);
    return report.rejected() > 0 ? ExitCodes.REJECTED : ExitCodes.OK;
  }

  private BackfillReport load(RunningInstance instance, String key, String tenant, long startNanos)
      throws IOException, InterruptedException {
    List<Checkpoint.FileMark> marks = marks();
    String name = job == null ? defaultJob(marks) : job;
    Path checkpointFile = data.path().resolve("backfill").resolve(tenant + "." + name + ".json");
    try (PipelineState pipeline = new PipelineState(instance.kafka(), instance.jdbc());
        TelemetryClient client =
            new TelemetryClient(
                ClientOptions.of(URI.create(instance.url()), key).givingUpAfter(giveUpAfter))) {
      Checkpoint from = checkpoint(checkpointFile, marks, name, tenant, pipeline);
      RejectionLog rejections = new RejectionLog(spec.commandLine().getErr());
      EventSender sender =
          EventSender.backfill(client, name, BatchOptions.DEFAULT.with(batch, REQUESTS_MAX));
      var run = new BackfillRun(sender, files, format, checkpointFile, from, rejections);
      Checkpoint end = sendAndWait(run, marks, pipeline);
      Files.deleteIfExists(checkpointFile);
      JobBooks booked = pipeline.books(tenant, name).minus(end.baseline());
      return new BackfillReport(
          end.read(),
          end.accepted(),
          end.rejected(),
          booked.stored(),
          booked.duplicates(),
          Math.round((System.nanoTime() - startNanos) / 1e8) / 10.0);
    }
  }

  private Checkpoint sendAndWait(
      BackfillRun run, List<Checkpoint.FileMark> marks, PipelineState pipeline)
      throws IOException, InterruptedException {
    try (BackfillProgress progress = new BackfillProgress(run, marks)) {
      Checkpoint end = run.send();
      progress.phase("waiting until all is stored");
      pipeline.awaitStored(Lane.BACKFILL);
      progress.phase("waiting for vehicle minutes");
      if (!pipeline.awaitMinutes()) {
        spec.commandLine()
            .getErr()
            .println("All is stored; some vehicle minutes are still being computed.");
      }
      return end;
    }
  }

  private Checkpoint checkpoint(
      Path file,
      List<Checkpoint.FileMark> marks,
      String name,
      String tenant,
      PipelineState pipeline)
      throws IOException, InterruptedException {
    var found = Checkpoint.read(file, marks);
    if (found.isPresent()) {
      spec.commandLine()
          .getErr()
          .printf("Going on after %,d events of an interrupted run.%n", found.get().read());
      return found.get();
    }
    // What an earlier run left in Kafka would otherwise be counted as this one's.
    pipeline.awaitStored(Lane.BACKFILL);
    Checkpoint start = Checkpoint.start(name, marks, pipeline.books(tenant, name));
    start.write(file);
    return start;
  }

  private void requireArguments() {
    if (batch < 1 || batch > 5_000) {
      throw new CliException(ExitCodes.USAGE, "--batch takes 1 to 5000, not " + batch);
    }
    if (job != null && !job.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new CliException(ExitCodes.USAGE, "--job takes 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new CliException(ExitCodes.USAGE, "cannot read " + file);
      }
    }
  }

  private List<Checkpoint.FileMark> marks() throws IOException {
    List<Checkpoint.FileMark> marks = new ArrayList<>();
    for (Path file : files) {
      marks.add(Checkpoint.FileMark.of(file));
    }
    return marks;
  }

  private String defaultJob(List<Checkpoint.FileMark> marks) {
    CRC32 digest = new CRC32();
    digest.update(marks.toString().getBytes(StandardCharsets.UTF_8));
    return format.name().toLowerCase(Locale.ROOT)
        + "-"
        + HexFormat.of().toHexDigits((int) digest.getValue());
  }

  private static String tenantOf(String presented, DirectoryClient directory) {
    String keyId = ApiKeySecret.parse(presented).map(ApiKeySecret::keyId).orElse("");
    return directory.apiKeys().stream()
        .filter(key -> key.keyId().equals(keyId))
        .findFirst()
        .map(ApiKey::tenant)
        .orElseThrow(() -> new CliException(ExitCodes.FAILED, "the API key is unknown"));
  }

  private static String text(BackfillReport report) {
    return "%,d events read, %,d accepted, %,d rejected; %,d stored, %,d there already; %.1f s"
        .formatted(
            report.read(),
            report.accepted(),
            report.rejected(),
            report.stored(),
            report.duplicates(),
            report.seconds());
  }
}
