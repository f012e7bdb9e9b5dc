package io.evenkeel.processor.dedup;

import io.evenkeel.model.event.EventId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one vehicle whose identity is a hash: a ring of {@value #SEGMENTS} segments
 * of {@value #SEGMENT_ENTRIES} entries, so that only the newest segment is written again when
 * events come. It remembers at least the last 768 and at most the last 1,024 events.
 *
 * <p>An entry is the 128-bit event id with the event time mixed into both halves by a bijection:
 * the same id at another time is always another entry, and different ids meet with the probability
 * of a 128-bit collision, as they would in the database key.
 *
 * <p>Mutable, not thread-safe.
 */
public final class SeenHashes {
  /** Number of segments. */
  public static final int SEGMENTS = 4;

  /** Entries of a full segment. */
  public static final int SEGMENT_ENTRIES = 256;

  private static final int ENTRY_BYTES = 16;
  private static final int SEGMENT_BYTES = SEGMENT_ENTRIES * ENTRY_BYTES;
  private static final long TIME_SALT = 0x9e3779b97f4a7c15L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Segments that change are replaced by a buffer of full size; the stored arrays are never written
  // to, because a caching store shares them.
  private final byte[][] segments = new byte[SEGMENTS][];
  private final int[] lengths = new int[SEGMENTS];
  private final Set<Integer> changed = new TreeSet<>();
  private int newest;

  /**
   * Goes on from the stored segments.
   *
   * @param stored the {@value #SEGMENTS} segments, null where none was written
   * @param newest the segment that was written last, 0 to 3
   */
  public SeenHashes(byte[] @Nullable [] stored, int newest) {
    this.newest = newest;
    for (int s = 0; s < SEGMENTS; s++) {
      byte[] segment = stored[s];
      segments[s] = segment == null ? new byte[0] : segment;
      lengths[s] = segments[s].length;
    }
  }

  /**
   * Remembers an event.
   *
   * @param timeMillis event time, Unix milliseconds
   * @return false if exactly this event was seen before
   */
  public boolean add(EventId id, long timeMillis) {
    long high = id.high() ^ mix(timeMillis);
    long low = id.low() ^ mix(timeMillis + TIME_SALT);
    for (int s = 0; s < SEGMENTS; s++) {
      if (contains(segments[s], lengths[s], high, low)) {
        return false;
      }
    }
    append(high, low);
    return true;
  }

  /** The segment that events are added to, 0 to 3. */
  public int newest() {
    return newest;
  }

  /** Numbers of the segments that differ from what was stored. */
  public Set<Integer> changed() {
    return Set.copyOf(changed);
  }

  /** A copy of a segment. */
  public byte[] segment(int number) {
    return Arrays.copyOf(segments[number], lengths[number]);
  }

  // Reading 1,024 entries one after another takes half a microsecond; an index would have to be
  // built for each record.
  private static boolean contains(byte[] segment, int length, long high, long low) {
    for (int at = 0; at < length; at += ENTRY_BYTES) {
      if ((long) LONG.get(segment, at) == high
          && (long) LONG.get(segment, at + Long.BYTES) == low) {
        return true;
      }
    }
    return false;
  }

  private void append(long high, long low) {
    if (lengths[newest] >= SEGMENT_BYTES) {
      newest = (newest + 1) % SEGMENTS;
      lengths[newest] = 0;
    }
    if (changed.add(newest)) {
      segments[newest] = Arrays.copyOf(segments[newest], SEGMENT_BYTES);
    }
    int at = lengths[newest];
    LONG.set(segments[newest], at, high);
    LONG.set(segments[newest], at + Long.BYTES, low);
    lengths[newest] = at + ENTRY_BYTES;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits. */
  private static long mix(long x) {
    long z = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
