package io.evenkeel.processor.dedup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of one vehicle that were seen, recognised by the device's counter and the event time.
 *
 * <p>It is a set of ranges, each on a line from counter to time, so a device that reports regularly
 * is remembered for ever in one range, and a range never contains an event that was not added.
 * Ranges that meet are joined. At a bound the least recently extended range or session is
 * forgotten, never merged into another: a forgotten event that comes again is taken for new, and
 * the database key decides. The last {@value #RANGES_MAX} events added are always remembered as
 * long as they belong to at most {@value #SESSIONS_MAX} sessions.
 *
 * <p>Mutable, not thread-safe.
 */
public final class SeenSequences {
  /** Most ranges that a vehicle has. */
  public static final int RANGES_MAX = 64;

  /** Most sessions (boot ids) of a vehicle whose events are remembered. */
  public static final int SESSIONS_MAX = 8;

  // Least recently extended first. A linear search of at most 64 ranges beats an index that would
  // have to be built for each block.
  private final List<SequenceRange> ranges;
  private int forgotten;

  /** Nothing seen yet. */
  public SeenSequences() {
    this(new ArrayList<>());
  }

  SeenSequences(List<SequenceRange> ranges) {
    this.ranges = ranges;
  }

  /**
   * Remembers an event.
   *
   * @param session boot id of the device, empty if it sends none
   * @param seq the device's counter, 0 or greater
   * @param timeMillis event time, Unix milliseconds
   * @return false if exactly this event was seen before
   */
  public boolean add(String session, long seq, long timeMillis) {
    SequenceRange before = null;
    SequenceRange after = null;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      SequenceRange range = ranges.get(i);
      long offset = seq - range.first;
      if (offset < -1 || offset > range.count || !range.session.equals(session)) {
        continue;
      }
      if (offset == range.count) {
        before = range.isContinuedAt(timeMillis) ? preferred(before, range) : before;
      } else if (offset == -1) {
        after = range.isPrecededAt(timeMillis) ? preferred(after, range) : after;
      } else if (timeMillis == range.timeAt(offset)) {
        return false;
      }
    }
    remember(session, seq, timeMillis, before, after);
    return true;
  }

  /** How many ranges were forgotten at a bound since this object was made. */
  public int forgotten() {
    return forgotten;
  }

  /** Number of ranges, at most {@value #RANGES_MAX}. */
  public int size() {
    return ranges.size();
  }

  /** The ranges, least recently extended first. */
  List<SequenceRange> ranges() {
    return ranges;
  }

  /** Rather a range whose line is fixed, then the one extended last, which is found first. */
  private static SequenceRange preferred(@Nullable SequenceRange found, SequenceRange range) {
    return found == null || (range.isEstablished() && !found.isEstablished()) ? range : found;
  }

  private void remember(
      String session,
      long seq,
      long timeMillis,
      @Nullable SequenceRange before,
      @Nullable SequenceRange after) {
    SequenceRange extended = before;
    if (extended == null) {
      extended = SequenceRange.single(session, seq, timeMillis);
    } else {
      extended.append(timeMillis);
    }
    // Only now, because the event may have fixed the line of what comes before it.
    if (after != null && extended.isContinuedBy(after)) {
      extended.append(after);
      ranges.remove(after);
    }
    if (before == null) {
      makeRoom(session);
    }
    moveToEnd(extended);
  }

  private void moveToEnd(SequenceRange extended) {
    if (ranges.isEmpty() || ranges.getLast() != extended) {
      ranges.remove(extended);
      ranges.add(extended);
    }
  }

  private void makeRoom(String session) {
    String oldest = leastRecentSessionAtCap(session);
    if (oldest != null) {
      int before = ranges.size();
      ranges.removeIf(range -> range.session.equals(oldest));
      forgotten += before - ranges.size();
    }
    if (ranges.size() == RANGES_MAX) {
      ranges.removeFirst();
      forgotten++;
    }
  }

  /** The session to forget so that {@code added} fits, or null if there is room. */
  private @Nullable String leastRecentSessionAtCap(String added) {
    Set<String> sessions = new HashSet<>();
    String leastRecent = null;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      String session = ranges.get(i).session;
      if (session.equals(added)) {
        return null;
      }
      if (sessions.add(session)) {
        leastRecent = session;
      }
    }
    return sessions.size() < SESSIONS_MAX ? null : leastRecent;
  }
}
