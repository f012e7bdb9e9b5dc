package io.evenkeel.localstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to run a {@link LocalPostgres}. Immutable.
 *
 * @param directory where data, password and server log are kept; made when absent
 * @param port the port of the server
 * @param settings server settings that differ from {@link PostgresSettings}
 * @param cacheDirectory where the server's programs are unpacked to; empty for the usual place
 * @param startTimeout how long the start may take, crash recovery included
 * @param stopTimeout how long an orderly stop may take before the server is stopped hard
 */
public record LocalPostgresOptions(
    Path directory,
    PortRequest port,
    Map<String, String> settings,
    Optional<Path> cacheDirectory,
    Duration startTimeout,
    Duration stopTimeout) {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

  public LocalPostgresOptions {
    settings = Map.copyOf(settings);
    PostgresSettings.refuseReserved(settings);
  }

  /** A server on this directory, on any free port, with the usual settings. */
  public static LocalPostgresOptions in(Path directory) {
    return new LocalPostgresOptions(
        directory, PortRequest.ANY, Map.of(), Optional.empty(), START_TIMEOUT, STOP_TIMEOUT);
  }

  /** Listens on this port and no other; 0 means any free one. */
  public LocalPostgresOptions withPort(int port) {
    return with(this.port.withFixed(port), settings, cacheDirectory);
  }

  /** With no fixed port, listens on this port if it is free; 0 means no preference. */
  public LocalPostgresOptions withPreferredPort(int port) {
    return with(this.port.withPreferred(port), settings, cacheDirectory);
  }

  /** Sets a server setting; the last word on it, except for addresses and directories. */
  public LocalPostgresOptions withSetting(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return with(port, more, cacheDirectory);
  }

  /** Unpacks the server's programs below this directory instead of the usual cache. */
  public LocalPostgresOptions withCacheDirectory(Path directory) {
    return with(port, settings, Optional.of(directory));
  }

  private LocalPostgresOptions with(
      PortRequest port, Map<String, String> settings, Optional<Path> cacheDirectory) {
    return new LocalPostgresOptions(
        directory, port, settings, cacheDirectory, startTimeout, stopTimeout);
  }
}
