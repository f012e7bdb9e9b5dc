package io.evenkeel.sink.store;

import static io.evenkeel.sink.Events.block;
import static io.evenkeel.sink.Events.event;
import static io.evenkeel.sink.Events.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.TopicIdentity;
import io.evenkeel.sink.schema.SignalColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlockArrivalsTest {
  private static final SignalColumns COLUMNS = new SignalColumns(SignalCatalogue.standard());
  private static final Event WITH_BOTH =
      event("truck", 1, 1, List.of(signal("speed", 1)), List.of(extra("heater", 2)));
  private static final Event WITH_SPEED =
      event("truck", 2, 2, List.of(signal("speed", 3)), List.of());
  private static final Event WITH_HEATER =
      event("truck", 3, 3, List.of(), List.of(extra("heater", 4)));

  @Test
  void countsEventsAndWhatTheyCarry() {
    BlockRows rows = rows(WITH_BOTH, WITH_SPEED, WITH_HEATER);

    assertThat(count(new BlockArrivals(List.of(rows), List.of())))
        .isEqualTo(Map.of("events", 3, "speed", 2, "heater", 2));
  }

  @Test
  void takesOffDuplicatesWithWhatTheyCarry() {
    BlockRows rows = rows(WITH_BOTH, WITH_SPEED, WITH_HEATER);

    assertThat(count(new BlockArrivals(List.of(rows), List.of(new Row(rows, 2, 3, 0, 3)))))
        .isEqualTo(Map.of("events", 2, "speed", 2, "heater", 1));
  }

  @Test
  void tellsTheTimesOfEachRecordOnce() {
    BlockRows first = rows(WITH_SPEED, WITH_BOTH);
    BlockRows second = rows(WITH_HEATER);
    List<List<Long>> times = new ArrayList<>();

    new BlockArrivals(List.of(first, first, second), List.of())
        .times((ingest, newest) -> times.add(List.of(ingest, newest)));

    assertThat(times).containsExactly(List.of(Events.INGEST, 2L), List.of(Events.INGEST, 3L));
  }

  private static Map<String, Integer> count(BlockArrivals arrivals) {
    Map<String, Integer> counts = new TreeMap<>();
    arrivals.count(
        COLUMNS,
        (tenantNo, ingest) -> {
          assertThat(tenantNo).isEqualTo(7);
          assertThat(ingest).isEqualTo(Events.INGEST);
          return new IntoMap(counts);
        });
    return counts;
  }

  private static BlockRows rows(Event... events) {
    var lease =
        new PartitionLease(
            new TopicIdentity("cluster", new UUID(0, 1), "topic"), 0, 1, 0, OptionalLong.empty());
    var summary = new CleanSummary(0, 0, events.length, events.length, 0, 0, List.of());
    var record = new CleanRecord(0, 0, "acme", new byte[0], summary, Events.INGEST);
    var context = new RecordContext(lease, Lane.LIVE, record, 7, "acme", "");
    return new BlockRows(context, block(List.of(events)), 0, 1, COLUMNS);
  }

  private static ReceivedSignal extra(String name, double value) {
    return new ReceivedSignal(name, new SignalValue.Numeric(value));
  }

  private record IntoMap(Map<String, Integer> counts) implements Arrivals.Target {
    @Override
    public void events(int count) {
      counts.merge("events", count, Integer::sum);
    }

    @Override
    public void signal(int place, int count) {
      counts.merge(COLUMNS.at(place).name(), count, Integer::sum);
    }

    @Override
    public void extra(String name, int count) {
      counts.merge(name, count, Integer::sum);
    }
  }
}
