package io.evenkeel.cli.backfill;

import java.io.IOException;
import java.nio.file.Path;

/** Formats of files to load. Files may be compressed with gzip. */
public enum FileFormat {
  /** CSV of the Vehicle Energy Dataset. */
  VED,
  /** One event in the gateway's JSON form a line. */
  NDJSON;

  EventSource open(Path file) throws IOException {
    return switch (this) {
      case VED -> VedSource.open(file);
      case NDJSON -> NdjsonSource.open(file);
    };
  }
}
