package io.evenkeel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a running Evenkeel: an {@code evenkeel up}, which leaves this in its data directory
 * for the other commands, or a deployment that the environment names.
 *
 * @param pid its process; 0 for a deployment
 * @param url of the gateway
 * @param metrics of the Prometheus endpoint; empty for a deployment
 * @param page of the page, null if it serves none
 * @param jdbc of the database, with user and password
 * @param apiKey of the demo tenant; empty for a deployment
 * @param kafka bootstrap servers
 */
public record RunningInstance(
    long pid,
    String url,
    String metrics,
    @Nullable String page,
    String jdbc,
    String apiKey,
    String kafka) {
  private static final String FILE = "running.json";

  /**
   * The deployment that the environment names, else the instance that runs on a data directory.
   *
   * @throws CliException if there is neither, or if the environment names only a part
   */
  public static RunningInstance find(Path dataDirectory) {
    return Deployment.of(System.getenv()).orElseGet(() -> onThisMachine(dataDirectory));
  }

  private static RunningInstance onThisMachine(Path dataDirectory) {
    Path file = dataDirectory.resolve(FILE);
    RunningInstance instance;
    try {
      instance = Json.read(Files.readString(file), RunningInstance.class);
    } catch (IOException e) {
      throw notRunning(dataDirectory);
    }
    // A killed `up` leaves its note behind.
    if (ProcessHandle.of(instance.pid()).filter(ProcessHandle::isAlive).isEmpty()) {
      throw notRunning(dataDirectory);
    }
    return instance;
  }

  /** Leaves the note. */
  public void write(Path dataDirectory) throws IOException {
    PrivateFiles.replace(dataDirectory.resolve(FILE), Json.write(this));
  }

  /** Takes the note away. */
  public static void remove(Path dataDirectory) throws IOException {
    Files.deleteIfExists(dataDirectory.resolve(FILE));
  }

  /** Never the key and the password: it must not reach a log. */
  @Override
  public String toString() {
    return "RunningInstance[" + pid + " at " + url + "]";
  }

  private static CliException notRunning(Path dataDirectory) {
    return new CliException(
        ExitCodes.NOT_RUNNING,
        "no Evenkeel runs on %s; start one with `evenkeel up`, or name its directory with --data-dir"
            .formatted(dataDirectory));
  }
}
