package io.evenkeel.load.pipeline;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service in a JVM of its own, on this JVM's class path, with a log file. Thread-safe. */
public final class JavaProcess implements AutoCloseable {
  private static final long STOP_SECONDS_MAX = 30;

  private final Process process;

  private JavaProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the service.
   *
   * @param log what it prints is added to this file
   * @param flags further options of the JVM
   */
  public static JavaProcess start(ServiceCommand service, Path log, String... flags)
      throws IOException {
    return start(service, log, List.of(), flags);
  }

  /**
   * The same with more on its class path than this JVM has.
   *
   * @param libraries further archives
   */
  public static JavaProcess start(
      ServiceCommand service, Path log, List<Path> libraries, String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + service.heap(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath(libraries), service.main().getName()));
    command.addAll(service.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(service.environment());
    return new JavaProcess(builder.start());
  }

  private static String classPath(List<Path> libraries) {
    StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
    libraries.forEach(library -> classPath.append(File.pathSeparator).append(library));
    return classPath.toString();
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Whether it has not ended, for whatever reason. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does; returns when it has ended. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As SIGTERM does, and hard after 30 s; returns when it has ended or was interrupted. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
