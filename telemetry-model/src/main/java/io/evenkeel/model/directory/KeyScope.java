package io.evenkeel.model.directory;

/** What a key may do. */
public enum KeyScope {
  /** Send live telemetry. */
  INGEST,
  /** Send on the backfill lane. */
  BACKFILL,
  /** Change tenants, keys and limits. */
  ADMIN
}
