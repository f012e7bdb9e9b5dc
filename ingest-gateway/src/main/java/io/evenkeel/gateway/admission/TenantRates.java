package io.evenkeel.gateway.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One bucket for each tenant that has used some of it. Full buckets leave, so that there are no
 * more than tenants that were charged within the time of a refill. The rate comes with each
 * question, for it may change: what the tenant has used of its old one then counts on. Safe for use
 * by many threads.
 */
public final class TenantRates {
  private static final long FORGET_EVERY_NANOS = 10_000_000_000L;

  /** A thread that read its clock before the bucket was full still finds it so much later. */
  private static final long IDLE_NANOS = 1_000_000_000L;

  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final AtomicLong forgottenAtNanos;

  public TenantRates(long nowNanos) {
    this.forgottenAtNanos = new AtomicLong(nowNanos);
  }

  /**
   * Charges a tenant, if its bucket has enough; see {@link CellRate#decide}.
   *
   * @param events 0 or greater
   * @param nowNanos a monotonic clock
   */
  public Admission decide(String tenant, CellRate rate, int events, long nowNanos) {
    forgetNowAndThen(nowNanos);
    while (true) {
      Bucket before = buckets.get(tenant);
      Admission admission = rate.decide(fullAtNanos(before, rate, nowNanos), nowNanos, events);
      if (!(admission instanceof Admission.Admitted(long after))
          || replace(tenant, before, new Bucket(rate, after))) {
        return admission;
      }
    }
  }

  /** Whether a tenant may send anything now; see {@link CellRate#enter}. Charges nothing. */
  public Admission enter(String tenant, CellRate rate, long nowNanos) {
    return rate.enter(fullAtNanos(tenant, rate, nowNanos), nowNanos);
  }

  /**
   * Charges a tenant that may {@link #enter}. Threads that asked at the same time are all charged:
   * the bound then holds with one batch more for each.
   */
  public void charge(String tenant, CellRate rate, int events, long nowNanos) {
    forgetNowAndThen(nowNanos);
    Bucket before;
    Bucket after;
    do {
      before = buckets.get(tenant);
      long fullAtNanos = fullAtNanos(before, rate, nowNanos);
      after = new Bucket(rate, rate.charge(fullAtNanos, nowNanos, events));
    } while (!replace(tenant, before, after));
  }

  /** When a tenant's bucket is full again; now, if it is full. */
  public long fullAtNanos(String tenant, CellRate rate, long nowNanos) {
    return fullAtNanos(buckets.get(tenant), rate, nowNanos);
  }

  /** Number of tenants whose bucket was not full when it was last looked at. */
  public int size() {
    return buckets.size();
  }

  private static long fullAtNanos(@Nullable Bucket bucket, CellRate rate, long nowNanos) {
    if (bucket == null) {
      return nowNanos;
    }
    return bucket.rate().equals(rate)
        ? bucket.fullAtNanos()
        : rate.adopt(bucket.rate(), bucket.fullAtNanos(), nowNanos);
  }

  private boolean replace(String tenant, @Nullable Bucket before, Bucket after) {
    return before == null
        ? buckets.putIfAbsent(tenant, after) == null
        : buckets.replace(tenant, before, after);
  }

  private void forgetNowAndThen(long nowNanos) {
    long last = forgottenAtNanos.get();
    if (nowNanos - last >= FORGET_EVERY_NANOS && forgottenAtNanos.compareAndSet(last, nowNanos)) {
      buckets.values().removeIf(bucket -> nowNanos - bucket.fullAtNanos() >= IDLE_NANOS);
    }
  }

  private record Bucket(CellRate rate, long fullAtNanos) {}
}
