package io.evenkeel.sink.drift;

import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.Arrivals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of signals by tenant and window since they were last taken out. Bounded: a window has so
 * many unknown names and counts all others under one, and what belongs to more windows than can be
 * held is lost. Thread-safe.
 */
final class SignalCounts {
  /** Unknown names of a tenant and window that are counted by themselves. */
  static final int EXTRAS_MAX = 200;

  /** The name under which all further unknown names are counted. */
  static final String OTHER_EXTRAS = "…";

  /** Windows, of all tenants, that are held at a time. */
  static final int WINDOWS_MAX = 2_000;

  // The gateway's bound; names of other origin are cut.
  private static final int NAME_CHARS_MAX = 128;
  // A window keeps its names for a while, so that the bound on them holds for all of it.
  private static final int IDLE_DRAINS_MAX = 30;

  private final SignalColumns columns;
  private final long windowMillis;
  private final Map<Key, Window> windows = new HashMap<>();
  private final Lost lost = new Lost();

  SignalCounts(SignalColumns columns, Duration window) {
    this.columns = columns;
    this.windowMillis = window.toMillis();
  }

  /** Counts a stored batch. */
  synchronized void add(Arrivals arrivals) {
    arrivals.count(columns, this::target);
  }

  /** Takes out what was counted, in no order. */
  synchronized List<SignalCount> drain() {
    List<SignalCount> counts = new ArrayList<>();
    windows.forEach((key, window) -> window.drain(key, counts));
    windows.values().removeIf(window -> window.idleDrains > IDLE_DRAINS_MAX);
    return counts;
  }

  /** Events that were not counted because there were too many windows. */
  synchronized long lost() {
    return lost.events;
  }

  /** Where to count the events of a tenant and an ingest time; to be used by {@link #add}. */
  private Arrivals.Target target(int tenantNo, long ingestMillis) {
    Key key = new Key(tenantNo, Math.floorDiv(ingestMillis, windowMillis) * windowMillis);
    Window window = windows.get(key);
    if (window == null) {
      if (windows.size() >= WINDOWS_MAX) {
        return lost;
      }
      window = new Window(columns);
      windows.put(key, window);
    }
    return window;
  }

  private record Key(int tenantNo, long startMillis) {}

  private static final class Window implements Arrivals.Target {
    private final SignalColumns columns;
    private final long[] signals;
    private final Map<String, Long> extras = new HashMap<>();
    private long events;
    private int idleDrains;

    Window(SignalColumns columns) {
      this.columns = columns;
      this.signals = new long[columns.size()];
    }

    @Override
    public void events(int count) {
      events += count;
    }

    @Override
    public void signal(int place, int count) {
      signals[place] += count;
    }

    @Override
    public void extra(String name, int count) {
      String storable = storable(name);
      boolean own = extras.containsKey(storable) || extras.size() < EXTRAS_MAX;
      extras.merge(own ? storable : OTHER_EXTRAS, (long) count, Long::sum);
    }

    void drain(Key key, List<SignalCount> to) {
      int before = to.size();
      take(key, SignalCount.Kind.EVENTS, "", events, to);
      for (int place = 0; place < signals.length; place++) {
        take(key, SignalCount.Kind.SIGNAL, columns.at(place).name(), signals[place], to);
      }
      extras.forEach((name, count) -> take(key, SignalCount.Kind.EXTRA, name, count, to));
      idleDrains = to.size() == before ? idleDrains + 1 : 0;
      events = 0;
      Arrays.fill(signals, 0);
      extras.replaceAll((name, count) -> 0L);
    }

    private static void take(
        Key key, SignalCount.Kind kind, String name, long events, List<SignalCount> to) {
      if (events != 0) {
        to.add(new SignalCount(key.tenantNo(), key.startMillis(), kind, name, events));
      }
    }

    private static String storable(String name) {
      String cut = name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX);
      return cut.replace("\0", "");
    }
  }

  /** Takes what has no window. */
  private static final class Lost implements Arrivals.Target {
    private long events;

    @Override
    public void events(int count) {
      events += count;
    }

    @Override
    public void signal(int place, int count) {}

    @Override
    public void extra(String name, int count) {}
  }
}
