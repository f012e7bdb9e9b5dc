package io.evenkeel.load.gateway;

import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.TenantLimits;
import java.util.EnumSet;
import java.util.List;

/**
 * A tenant that is over its limit, and bodies that it sends all the same. Its first batch puts it
 * in debt for as many seconds as the batch has events; whenever the debt is over, one batch is
 * taken.
 */
final class ThrottledSender {
  private static final String TENANT = "bench-throttled";
  private static final EventRate TINY = new EventRate(1, 1);
  private static final int TAKEN = 202;

  private ThrottledSender() {}

  /** Adds the tenant and returns its key. */
  static String addTenant(String kafka) {
    TenantLimits limits = new TenantLimits(TINY, EventRate.DEFAULT, EventRate.DEFAULT);
    return Tenants.add(kafka, TENANT, EnumSet.of(KeyScope.INGEST), limits);
  }

  /** Bodies of as many events. */
  static List<byte[]> bodies(int batch, int count, long nowMillis) {
    return new Payload(TENANT, nowMillis, 2).bodies(batch, count);
  }

  /** What they are answered. */
  static Expected expected() {
    return Expected.throttled(TAKEN);
  }
}
