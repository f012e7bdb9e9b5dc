package io.evenkeel.sink.drift;

import java.time.Instant;

/**
 * A finding about a tenant; a row of the table {@code drift}.
 *
 * @param since when it began
 */
record DriftRow(int tenantNo, Finding finding, Instant since) {
  /** What makes it the same finding as before. */
  Key key() {
    return new Key(tenantNo, finding.kind(), finding.name());
  }

  /** A finding without its figures. */
  record Key(int tenantNo, Finding.Kind kind, String name) {}
}
