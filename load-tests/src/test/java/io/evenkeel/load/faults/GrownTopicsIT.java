package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.processor.StreamProcessor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** More partitions, added as the capacity guide says: while nothing flows. */
@ResourceLock(TopicBench.LOCK)
class GrownTopicsIT {
  @Test
  void storesWhatComesToNewPartitionsAndNothingTwice(@TempDir Path directory) throws Exception {
    try (TopicBench bench = new TopicBench(directory)) {
      StreamProcessor processor = bench.startProcessor();
      bench.startSink();
      bench.send(5);
      bench.awaitRows(5);
      processor.close();

      bench.forgetProcessorState();
      bench.growPartitions(4);
      bench.startProcessor();
      bench.sendAgain(3);
      bench.send(2);

      bench.awaitRows(7);
      // The processor has forgotten them, the primary key has not.
      bench.awaitCount("select sum(duplicate_sink) from evenkeel.book", 5);
      assertThat(bench.rows()).isEqualTo(7);
      bench.awaitCount(
          "select count(*) from evenkeel.sink_position where topic = 'evenkeel.clean.live'", 4);
    }
  }
}
