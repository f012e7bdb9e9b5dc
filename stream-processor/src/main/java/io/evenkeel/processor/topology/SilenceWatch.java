package io.evenkeel.processor.topology;

import io.evenkeel.model.wire.VehicleMinute;
import io.evenkeel.processor.minute.DeadlineQueue;
import io.evenkeel.processor.minute.IngestClock;
import io.evenkeel.processor.minute.OpenMinutes;
import io.evenkeel.processor.wire.MinuteState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Closes the minutes of vehicles that fell silent. Its queue is in memory and built again from the
 * store when a task starts.
 */
final class SilenceWatch {
  /** Most vehicles looked at in one tick, so that a tick takes milliseconds. */
  static final int VEHICLES_PER_TICK_MAX = 1_000;

  private static final Duration TICK = Duration.ofSeconds(1);

  private final long silenceMillis;
  private final ProcessorContext<RoutedKey, byte[]> context;
  private final VehicleStores stores;
  private final LaneOutput output;
  private final LaneMetrics metrics;
  private final DeadlineQueue queue = new DeadlineQueue();
  private final IngestClock clock;

  SilenceWatch(
      MinuteSettings settings,
      ProcessorContext<RoutedKey, byte[]> context,
      VehicleStores stores,
      LaneOutput output,
      LaneMetrics metrics) {
    this.silenceMillis = settings.silence().toMillis();
    this.context = context;
    this.stores = stores;
    this.output = output;
    this.metrics = metrics;
    this.clock = new IngestClock(context.currentSystemTimeMs());
  }

  /** Finds the vehicles with open minutes and starts to tick. */
  void start() {
    stores.forEach((key, state) -> {
      MinuteState minutes = state.getMinutes();
      clock.remember(minutes.getLastIngestMs());
      if (minutes.getOpenCount() > 0) {
        queue.add(key.toString(), minutes.getLastIngestMs() + silenceMillis);
      }
    });
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick());
  }

  /** A record was processed. */
  void heard(String tenant, long ingestMillis, Map<String, VehicleMemory> memories) {
    clock.observe(ingestMillis, context.currentSystemTimeMs());
    memories.forEach((vehicle, memory) -> watch(new VehicleKey(tenant, vehicle), memory.minutes()));
  }

  private void watch(VehicleKey key, @Nullable OpenMinutes minutes) {
    if (minutes != null && !minutes.isEmpty()) {
      queue.add(key.toString(), minutes.lastIngestMillis() + silenceMillis);
    }
  }

  private void tick() {
    long now = clock.now(context.currentSystemTimeMs());
    for (int looked = 0; looked < VEHICLES_PER_TICK_MAX; looked++) {
      String vehicle = queue.pollDue(now);
      if (vehicle == null) {
        return;
      }
      look(VehicleKey.parse(vehicle), now);
    }
  }

  private void look(VehicleKey key, long nowMillis) {
    VehicleMemory memory = stores.load(key);
    OpenMinutes minutes = memory.minutes();
    if (minutes == null || nowMillis - minutes.lastIngestMillis() < silenceMillis) {
      watch(key, minutes);
      return;
    }
    List<VehicleMinute> closed = minutes.closeAll();
    if (!closed.isEmpty()) {
      stores.save(key, memory);
      output.minutes(ClosedMinutesMessages.of(key, minutes.lastSourceOffset(), closed));
      metrics.closedBySilence(closed.size());
    }
  }
}
