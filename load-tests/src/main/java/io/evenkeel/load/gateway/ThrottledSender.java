package io.evenkeel.load.gateway;

import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.load.pipeline.Tenants;
import io.evenkeel.model.directory.KeyScope;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;

/**
 * A tenant that is over its limit, and bodies that it sends all the same. The limit is the one of
 * what is refused and kept: the vehicles of its events have names that cannot be, and a first batch
 * of them puts the tenant in debt for as many seconds as it has events. Until then, and whenever
 * the debt is over, one batch is refused for good.
 */
final class ThrottledSender {
  /** Of every gateway that is compared; only this tenant's events are ever refused. */
  static final RefusalConfig REFUSALS = new RefusalConfig(1, 1);

  private static final String TENANT = "bench-throttled";
  private static final int REFUSED_FOR_GOOD = 422;

  private ThrottledSender() {}

  /** Adds the tenant and returns its key. */
  static String addTenant(String kafka) {
    return Tenants.add(kafka, TENANT, EnumSet.of(KeyScope.INGEST));
  }

  /** Bodies of as many events, all of which are refused. */
  static List<byte[]> bodies(int batch, int count, long nowMillis) {
    return new Payload(TENANT, nowMillis, 2)
        .bodies(batch, count).stream().map(ThrottledSender::withImpossibleVehicles).toList();
  }

  /** What they are answered. */
  static Expected expected() {
    return Expected.throttled(REFUSED_FOR_GOOD);
  }

  // A name with a slash cannot be; the body keeps its size.
  private static byte[] withImpossibleVehicles(byte[] body) {
    return new String(body, StandardCharsets.UTF_8)
        .replace("\"WEVBENCH", "\"WEV/ENCH")
        .getBytes(StandardCharsets.UTF_8);
  }
}
