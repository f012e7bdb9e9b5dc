package io.evenkeel.gateway.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One {@link CellRate} for each tenant: a number for each that has used some of its bucket. Full
 * buckets leave, so that there are no more than tenants that were charged within the time of a
 * refill. Safe for use by many threads.
 */
public final class TenantRates {
  private static final long FORGET_EVERY_NANOS = 10_000_000_000L;

  private final CellRate rate;
  private final ConcurrentMap<String, Long> fullAtNanos = new ConcurrentHashMap<>();
  private final AtomicLong forgottenAtNanos;

  public TenantRates(CellRate rate, long nowNanos) {
    this.rate = rate;
    this.forgottenAtNanos = new AtomicLong(nowNanos);
  }

  /**
   * Charges a tenant, if its bucket allows.
   *
   * @param events 0 or greater
   * @param nowNanos a monotonic clock
   */
  public Admission charge(String tenant, int events, long nowNanos) {
    forgetNowAndThen(nowNanos);
    while (true) {
      Long before = fullAtNanos.get(tenant);
      Admission admission = rate.decide(before == null ? nowNanos : before, nowNanos, events);
      if (!(admission instanceof Admission.Admitted(long after))
          || replace(tenant, before, after)) {
        return admission;
      }
    }
  }

  /** Number of tenants whose bucket was not full when it was last looked at. */
  public int size() {
    return fullAtNanos.size();
  }

  private boolean replace(String tenant, @Nullable Long before, long after) {
    return before == null
        ? fullAtNanos.putIfAbsent(tenant, after) == null
        : fullAtNanos.replace(tenant, before, after);
  }

  private void forgetNowAndThen(long nowNanos) {
    long last = forgottenAtNanos.get();
    if (nowNanos - last >= FORGET_EVERY_NANOS && forgottenAtNanos.compareAndSet(last, nowNanos)) {
      fullAtNanos.values().removeIf(full -> full - nowNanos <= 0);
    }
  }
}
