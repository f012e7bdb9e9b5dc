package io.evenkeel.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code evenkeel up} in a process of its own, and other commands against it. */
public final class UpProcess implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Process process;
  private final RunningInstance instance;
  private final Path dataDirectory;

  private UpProcess(Process process, RunningInstance instance, Path dataDirectory) {
    this.process = process;
    this.instance = instance;
    this.dataDirectory = dataDirectory;
  }

  /** Starts it and waits for its ready line. */
  public static UpProcess start(Path dataDirectory, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("up", "--json", "--no-simulate", "--data-dir"));
    arguments.add(dataDirectory.toString());
    if (!List.of(more).contains("--port")) {
      arguments.addAll(List.of("--port", "0"));
    }
    arguments.addAll(List.of("--page-port", "0"));
    arguments.addAll(Arrays.asList(more));
    Process process = spawn(arguments);
    String ready = reader(process).readLine();
    if (ready == null || !ready.startsWith("{\"ready\":true")) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "`up` ended with exit code %d; its first line was: %s"
              .formatted(exitCode(process), ready));
    }
    return new UpProcess(process, RunningInstance.find(dataDirectory), dataDirectory);
  }

  /** Starts a command in a process of its own; its standard error goes to the test's. */
  public static Process spawn(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA,
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Evenkeel.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What a spawned command printed, once it has ended. */
  public static String output(Process process) {
    try (BufferedReader out = reader(process)) {
      return String.join("\n", out.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The result of a command: its exit code and what it printed. */
  public record Result(int exitCode, String out, String err) {}

  /** Runs a command on this data directory in the test's own process. */
  public Result run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--data-dir", dataDirectory.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Evenkeel.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = command.execute(all.toArray(String[]::new));
    return new Result(exitCode, out.toString().strip(), err.toString().strip());
  }

  /** The only value of a query, as text. */
  public String sql(String query) {
    Result result = run("sql", "--json", query);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(result.err());
    }
    try {
      var rows = (List<?>) Json.read(result.out(), Map.class).get("rows");
      return String.valueOf(((List<?>) Objects.requireNonNull(rows).getFirst()).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach it. */
  public RunningInstance instance() {
    return instance;
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    exitCode(process);
  }

  /** SIGTERM, and waits for the end. */
  @Override
  public void close() {
    process.destroy();
    exitCode(process);
  }

  private static int exitCode(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("a process did not end within 60 s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }
}
