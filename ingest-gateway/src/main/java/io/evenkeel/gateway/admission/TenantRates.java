package io.evenkeel.gateway.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One bucket for each tenant: a number for each that has used some of it. Full buckets leave, so
 * that there are no more than tenants that were charged within the time of a refill. The rate comes
 * with each question, for it may change. Safe for use by many threads.
 */
public final class TenantRates {
  private static final long FORGET_EVERY_NANOS = 10_000_000_000L;

  /** A thread that read its clock before the bucket was full still finds it so much later. */
  private static final long IDLE_NANOS = 1_000_000_000L;

  /** The state of a bucket that has left: whoever still holds it looks for another. */
  private static final long GONE = Long.MIN_VALUE;

  private final ConcurrentMap<String, AtomicLong> fullAtNanos = new ConcurrentHashMap<>();
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
      AtomicLong bucket = bucket(tenant, nowNanos);
      long before = bucket.get();
      if (before == GONE) {
        fullAtNanos.remove(tenant, bucket);
        continue;
      }
      Admission admission = rate.decide(before, nowNanos, events);
      if (!(admission instanceof Admission.Admitted(long after))
          || bucket.compareAndSet(before, storable(after))) {
        return admission;
      }
    }
  }

  /** Whether a tenant may send anything now; see {@link CellRate#enter}. Charges nothing. */
  public Admission enter(String tenant, CellRate rate, long nowNanos) {
    return rate.enter(fullAtNanos(tenant, nowNanos), nowNanos);
  }

  /**
   * Charges a tenant that may {@link #enter}. Threads that asked at the same time are all charged:
   * the bound then holds with one batch more for each.
   */
  public void charge(String tenant, CellRate rate, int events, long nowNanos) {
    forgetNowAndThen(nowNanos);
    while (true) {
      AtomicLong bucket = bucket(tenant, nowNanos);
      long before = bucket.get();
      if (before == GONE) {
        fullAtNanos.remove(tenant, bucket);
      } else if (bucket.compareAndSet(before, storable(rate.charge(before, nowNanos, events)))) {
        return;
      }
    }
  }

  /** When a tenant's bucket is full again; now, if it is full. */
  public long fullAtNanos(String tenant, long nowNanos) {
    AtomicLong bucket = fullAtNanos.get(tenant);
    long full = bucket == null ? GONE : bucket.get();
    return full == GONE ? nowNanos : full;
  }

  /** Number of tenants whose bucket was not full when it was last looked at. */
  public int size() {
    return fullAtNanos.size();
  }

  private AtomicLong bucket(String tenant, long nowNanos) {
    AtomicLong known = fullAtNanos.get(tenant);
    return known != null
        ? known
        : fullAtNanos.computeIfAbsent(tenant, t -> new AtomicLong(storable(nowNanos)));
  }

  private void forgetNowAndThen(long nowNanos) {
    long last = forgottenAtNanos.get();
    if (nowNanos - last >= FORGET_EVERY_NANOS && forgottenAtNanos.compareAndSet(last, nowNanos)) {
      fullAtNanos.forEach((tenant, bucket) -> forgetIfFull(tenant, bucket, nowNanos));
    }
  }

  // First the mark, then the removal: a charge on the way finds the one or the other.
  private void forgetIfFull(String tenant, AtomicLong bucket, long nowNanos) {
    long full = bucket.get();
    if (full != GONE && nowNanos - full >= IDLE_NANOS && bucket.compareAndSet(full, GONE)) {
      fullAtNanos.remove(tenant, bucket);
    }
  }

  private static long storable(long nanos) {
    return nanos == GONE ? nanos + 1 : nanos;
  }
}
