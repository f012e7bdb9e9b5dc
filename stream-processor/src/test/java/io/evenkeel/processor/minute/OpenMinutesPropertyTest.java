package io.evenkeel.processor.minute;

import static io.evenkeel.processor.TestTelemetry.all;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.wire.VehicleMinute;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event is in one closed minute or was reported late; no minute closes twice. */
class OpenMinutesPropertyTest {
  private static final SignalCatalogue CATALOGUE = SignalCatalogue.standard();
  private static final long GRACE = 60_000;

  private final Map<Long, Integer> expected = new TreeMap<>();
  private final Map<Long, Integer> closed = new TreeMap<>();
  private final Set<Long> lateMinutes = new HashSet<>();
  private int lateEvents;
  private long seq;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.evenkeel.processor.Seeds#seeds")
  void accountsForEveryEvent(long seed) {
    Random random = new Random(seed);
    VehicleBlock block = randomBlock(random, 0);
    OpenMinutes minutes = OpenMinutes.startingWith(CATALOGUE, block, GRACE);
    int events = 0;
    for (int i = 1; i <= 500; i++) {
      add(minutes, block);
      events += block.size();
      note(minutes.closePassed(GRACE));
      note(minutes.closeBeyondCap());
      if (random.nextInt(50) == 0) {
        note(minutes.closeAll());
      }
      minutes = OpenMinutes.of(CATALOGUE, minutes.toState());
      assertThat(minutes.toState().getOpenCount()).isLessThanOrEqualTo(OpenMinutes.OPEN_MAX);
      assertThat(lateMinutes).isSubsetOf(notOpen(minutes));
      block = randomBlock(random, i * 20_000L);
    }
    note(minutes.closeAll());

    int inMinutes = closed.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(inMinutes + lateEvents).isEqualTo(events);
    closed.forEach((minute, count) -> {
      if (!lateMinutes.contains(minute)) {
        assertThat(count).isEqualTo(expected.get(minute));
      }
    });
  }

  private void add(OpenMinutes minutes, VehicleBlock block) {
    for (int e = 0; e < block.size(); e++) {
      expected.merge(Math.floorDiv(block.timeMillis(e), 60_000L), 1, Integer::sum);
    }
    LateEvents late = minutes.add(block, all(block));
    lateEvents += late.events();
    lateMinutes.addAll(late.minutes());
  }

  private VehicleBlock randomBlock(Random random, long nowMillis) {
    Event[] events = new Event[random.nextInt(1, 20)];
    for (int e = 0; e < events.length; e++) {
      long time = nowMillis + random.nextInt(-120_000, 60_000);
      if (random.nextInt(40) == 0) {
        time -= random.nextInt(100) * 60_000L;
      }
      events[e] = counted("v", seq++, time);
    }
    return block(events);
  }

  private void note(List<VehicleMinute> minutes) {
    for (VehicleMinute minute : minutes) {
      assertThat(closed).doesNotContainKey(minute.getMinute());
      closed.put(minute.getMinute(), minute.getEvents());
    }
  }

  private Set<Long> notOpen(OpenMinutes minutes) {
    Set<Long> result = new HashSet<>(expected.keySet());
    minutes.toState().getOpenList().forEach(open -> result.remove(open.getMinute()));
    return result;
  }
}
