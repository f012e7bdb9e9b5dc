package io.evenkeel.localstack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of the server, given on its command line, where they beat every file: a pure
 * function of port and wishes.
 */
final class PostgresSettings {
  /** What {@link LocalPostgres} decides alone, since it relies on it. */
  private static final Set<String> RESERVED =
      Set.of(
          "config_file", "data_directory", "listen_addresses", "port", "unix_socket_directories");

  /** An acknowledged commit is on disk. */
  private static final Map<String, String> DURABILITY =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  /** Made for steady inserts on a machine that also runs everything else. */
  private static final Map<String, String> SIZE =
      Map.of(
          "shared_buffers", "256MB",
          "max_connections", "100",
          // A statement over many partitions locks each of them.
          "max_locks_per_transaction", "256",
          // Each page is logged whole after a checkpoint: the rarer, the better.
          "max_wal_size", "4GB",
          "checkpoint_timeout", "15min",
          // The bundled server knows only pglz, which costs more than it saves.
          "wal_compression", "off",
          // Soon after the rows came, so that a page is visited before the next checkpoint.
          "autovacuum_vacuum_insert_threshold", "50000",
          "autovacuum_vacuum_insert_scale_factor", "0.02",
          "jit", "off");

  /** Statements and rows hold personal data: the log names the error and nothing more. */
  private static final Map<String, String> LOG =
      Map.of(
          "logging_collector", "off",
          "log_destination", "stderr",
          "log_min_error_statement", "panic",
          "log_error_verbosity", "terse",
          "log_timezone", "UTC",
          "timezone", "UTC");

  private PostgresSettings() {}

  static Map<String, String> of(int port, Map<String, String> extra) {
    Map<String, String> settings = new TreeMap<>();
    settings.putAll(DURABILITY);
    settings.putAll(SIZE);
    settings.putAll(LOG);
    settings.putAll(extra);
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    return settings;
  }

  static List<String> asArguments(Map<String, String> settings) {
    List<String> arguments = new ArrayList<>();
    settings.forEach((name, value) -> {
      arguments.add("-c");
      arguments.add(name + "=" + value);
    });
    return arguments;
  }

  static void refuseReserved(Map<String, String> extra) {
    Set<String> refused = new HashSet<>(extra.keySet());
    refused.retainAll(RESERVED);
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException("The local PostgreSQL decides itself on " + refused + ".");
    }
  }
}
