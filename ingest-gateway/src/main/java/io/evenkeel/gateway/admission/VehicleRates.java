package io.evenkeel.gateway.admission;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * One bucket for each vehicle that has used some of it, in a table of fixed size: a slot is a keyed
 * 64-bit hash of tenant and vehicle, and the time at which the bucket is full again; 16 bytes, two
 * slots for each vehicle of the capacity. Open addressing; a vehicle stands in one of the {@value
 * #PROBES_MAX} slots from its home on. Safe for use by many threads, which do not wait for one
 * another where the vehicle has its slot already.
 *
 * <p><b>Leaving.</b> A full bucket needs no state, so its slot may be taken by another vehicle. It
 * is left alone for {@value #IDLE_SECONDS} s more: a thread that read its clock before the bucket
 * was full, and charges after that, still finds it.
 *
 * <p><b>Races.</b> The time of a slot only ever grows, except while the slot changes hands: then it
 * is {@link #TAKEN}. Whoever charges reads the time, then the hash, then compares and sets the
 * time. If that succeeds the time was the same all along, so that the slot did not change hands,
 * and the hash is still the one read. A vehicle without a slot gets one with a full bucket, under a
 * lock by its hash, so that it never has two. Hence what passes is exactly what {@link
 * CellRate#decide} allows, one charge after the other, for clocks read less than {@value
 * #IDLE_SECONDS} s before the charge.
 *
 * <p><b>No slot free.</b> The events pass without being counted, and {@link #untracked} grows: the
 * tenant's limit holds all the same. A slot is in use while its bucket is not full, so that {@code
 * events a second / rate} of them are, and those of the last second: the table fills only when far
 * more vehicles than its capacity send within the same second.
 */
public final class VehicleRates {
  /** Slots for each vehicle of the capacity: at half load few vehicles collide. */
  private static final int SLOTS_PER_VEHICLE = 2;

  private static final int PROBES_MAX = 64;
  private static final int IDLE_SECONDS = 1;
  private static final long IDLE_NANOS = IDLE_SECONDS * 1_000_000_000L;
  private static final int LOCKS = 256;
  private static final int SAMPLE_SLOTS_MAX = 1 << 16;

  /** Hash of a slot that nobody has had. */
  private static final long NOBODY = 0;

  /** Time of such a slot. */
  private static final long NEVER = 0;

  /** Time of a slot that changes hands. */
  private static final long TAKEN = Long.MIN_VALUE;

  private final Hasher64 hasher;
  private final int slots;
  // Hash and time of a slot stand side by side: mostly one cache line to fetch.
  private final AtomicLongArray table;
  private final Object[] locks = new Object[LOCKS];
  private final LongAdder untracked = new LongAdder();

  /**
   * An empty table.
   *
   * @param vehiclesMax vehicles whose buckets may be other than full at the same time
   * @param hashKey random, so that nobody can choose names that collide
   */
  public VehicleRates(int vehiclesMax, long hashKey) {
    this.slots = slotsFor(vehiclesMax);
    this.table = new AtomicLongArray(2 * slots);
    this.hasher = Hashing.komihash5_0(hashKey);
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** Most vehicles that a table can be made for. */
  public static int vehiclesLimit() {
    return 1 << 28;
  }

  /** Memory of a table, bytes. */
  static long bytes(int vehiclesMax) {
    return 2L * Long.BYTES * slotsFor(vehiclesMax);
  }

  /**
   * The part of {@link #hash} that is the same for all vehicles of a tenant. It depends on their
   * rate: when that changes, all begin with full buckets, and a debt from a lower rate is
   * forgotten.
   */
  public long tenantHash(String tenant, CellRate rate) {
    return hasher.hashLongLongLongToLong(
        hasher.hashCharsToLong(tenant), rate.perSecond(), rate.burst());
  }

  /** What a vehicle is known by here. Two vehicles with the same hash share a bucket. */
  public long hash(long tenantHash, String vehicle) {
    long hash = hasher.hashLongLongToLong(tenantHash, hasher.hashCharsToLong(vehicle));
    return hash == NOBODY ? 1 : hash;
  }

  /**
   * Charges a vehicle, if its bucket has enough; see {@link CellRate#decide}.
   *
   * @param hash of the vehicle, not 0
   * @param rate its rate now
   * @param events 1 or greater
   * @param nowNanos a monotonic clock, just read
   */
  public Admission decide(long hash, CellRate rate, int events, long nowNanos) {
    while (true) {
      int slot = find(hash);
      if (slot < 0 && !settle(hash, nowNanos)) {
        untracked.increment();
        return rate.decide(nowNanos, nowNanos, events);
      }
      if (slot >= 0) {
        long before = table.get(time(slot));
        if (before != TAKEN && table.get(slot) == hash) {
          Admission admission = rate.decide(before == NEVER ? nowNanos : before, nowNanos, events);
          if (!(admission instanceof Admission.Admitted(long after))
              || table.compareAndSet(time(slot), before, storable(after))) {
            return admission;
          }
        }
      }
    }
  }

  /** When a vehicle's bucket is full again; now, if it is full. */
  public long fullAtNanos(long hash, long nowNanos) {
    int slot = find(hash);
    if (slot < 0) {
      return nowNanos;
    }
    long full = table.get(time(slot));
    boolean stranger = full == TAKEN || full == NEVER || table.get(slot) != hash;
    return stranger ? nowNanos : full;
  }

  /**
   * Vehicles whose buckets are not full. Counted in a part of a large table, and estimated from
   * that.
   */
  public long tracked(long nowNanos) {
    int step = Math.max(1, slots / SAMPLE_SLOTS_MAX);
    long found = 0;
    for (int i = 0; i < slots; i += step) {
      long time = table.get(time(2 * i));
      if (time != NEVER && time != TAKEN && time - nowNanos > 0) {
        found++;
      }
    }
    return found * step;
  }

  /** Slots of the table. */
  public int slots() {
    return slots;
  }

  /** Charges that were not counted because no slot was free. */
  public long untracked() {
    return untracked.sum();
  }

  // Gives a vehicle a slot with a full bucket, unless it has one by now. False if none is free.
  private boolean settle(long hash, long nowNanos) {
    synchronized (locks[(int) (hash >>> 56)]) {
      while (find(hash) < 0) {
        int slot = free(hash, nowNanos);
        if (slot < 0) {
          return false;
        }
        if (table.get(slot) == NOBODY) {
          table.compareAndSet(slot, NOBODY, hash);
        } else {
          takeOver(slot, hash, nowNanos);
        }
      }
      return true;
    }
  }

  private void takeOver(int slot, long hash, long nowNanos) {
    long before = table.get(time(slot));
    if (before != TAKEN
        && isIdle(before, nowNanos)
        && table.compareAndSet(time(slot), before, TAKEN)) {
      table.set(slot, hash);
      table.set(time(slot), storable(nowNanos));
    }
  }

  // The slot that has this hash, or -1. Behind a slot that nobody has had stands nothing: slots
  // are never emptied, and the first such slot is given away before any later one. A slot that
  // changes hands is nobody's: its vehicle's bucket was full, or is not there yet.
  private int find(long hash) {
    int home = home(hash);
    for (int i = 0; i < PROBES_MAX; i++) {
      int slot = 2 * ((home + i) & (slots - 1));
      long found = table.get(slot);
      if (found == hash && table.get(time(slot)) != TAKEN) {
        return slot;
      }
      if (found == NOBODY) {
        return -1;
      }
    }
    return -1;
  }

  // A slot that nobody has had, else the nearest idle one, else -1.
  private int free(long hash, long nowNanos) {
    int home = home(hash);
    int idle = -1;
    for (int i = 0; i < PROBES_MAX; i++) {
      int slot = 2 * ((home + i) & (slots - 1));
      if (table.get(slot) == NOBODY) {
        return slot;
      }
      long time = table.get(time(slot));
      if (idle < 0 && time != TAKEN && isIdle(time, nowNanos)) {
        idle = slot;
      }
    }
    return idle;
  }

  private int home(long hash) {
    return (int) hash & (slots - 1);
  }

  private static int time(int slot) {
    return slot + 1;
  }

  private static boolean isIdle(long fullAtNanos, long nowNanos) {
    return fullAtNanos != NEVER && nowNanos - fullAtNanos >= IDLE_NANOS;
  }

  private static long storable(long nanos) {
    return nanos == TAKEN || nanos == NEVER ? nanos + 1 : nanos;
  }

  private static int slotsFor(int vehiclesMax) {
    return Math.max(
        PROBES_MAX, Integer.highestOneBit(Math.max(1, SLOTS_PER_VEHICLE * vehiclesMax - 1)) << 1);
  }
}
