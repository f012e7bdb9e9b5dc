package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.processor.StreamProcessor;
import io.evenkeel.sink.Sink;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Topics that lost records, or are others than before: the pipeline stops and says what is missing.
 * It never goes on as if nothing had been there.
 */
@ResourceLock(TopicBench.LOCK)
class TopicFaultsIT {
  private static final String TELEMETRY = Topics.telemetry(Lane.LIVE);
  private static final String CLEAN = Topics.clean(Lane.LIVE);

  private final TopicBench bench;

  TopicFaultsIT(@TempDir Path directory) {
    bench = new TopicBench(directory);
  }

  @BeforeEach
  void storeFiveRecords() throws Exception {
    bench.send(5);
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @Test
  void stopsWhereTelemetryWasDeletedBeforeItWasProcessed() throws Exception {
    StreamProcessor processor = bench.startProcessor();
    bench.startSink();
    bench.awaitRows(5);
    processor.close();
    bench.send(5);
    bench.truncate(TELEMETRY, 8);

    bench.startProcessor();

    assertThat(bench.awaitStop())
        .contains(CLEAN + "-" + TopicBench.PARTITION, "source offset 8", "5 was expected");
    assertThat(bench.rows()).isEqualTo(5);
  }

  @Test
  void stopsWhereCleanRecordsWereDeletedBeforeTheyWereStored() throws Exception {
    bench.startProcessor();
    Sink sink = bench.startSink();
    bench.awaitRows(5);
    sink.close();
    bench.send(5);
    bench.awaitEnd(CLEAN, 11);
    bench.truncate(CLEAN, 11);

    bench.startSink();

    assertThat(bench.awaitStop())
        .contains(CLEAN + "-" + TopicBench.PARTITION, "deleted before they were stored", "11");
    assertThat(bench.rows()).isEqualTo(5);
  }

  @Test
  void stopsWhereTelemetryWasMadeAgainWhileNobodyLooked() throws Exception {
    StreamProcessor processor = bench.startProcessor();
    Sink sink = bench.startSink();
    bench.awaitRows(5);
    processor.close();
    sink.close();
    bench.recreate(TELEMETRY);
    bench.send(7);

    bench.startProcessor();
    bench.startSink();

    assertThat(bench.awaitStop()).contains(TELEMETRY, "made again", "set source_topic_id");
    assertThat(bench.rows()).isEqualTo(5);
  }

  @Test
  void stopsWhereTelemetryIsMadeAgainWhileItIsRead() throws Exception {
    bench.startProcessor();
    bench.startSink();
    bench.awaitRows(5);

    bench.recreate(TELEMETRY);
    // As many as to reach the old position, and more.
    bench.send(12);

    // Whoever notices first: the one who looks at topics, or the one who looks at offsets.
    // It may have stored some true events of the new topic by then.
    assertThat(bench.awaitStop()).containsAnyOf("made again", "5 was expected");
  }
}
