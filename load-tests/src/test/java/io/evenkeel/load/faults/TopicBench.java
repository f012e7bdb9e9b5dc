package io.evenkeel.load.faults;

import static org.awaitility.Awaitility.await;

import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.processor.ProcessorConfig;
import io.evenkeel.processor.StreamProcessor;
import io.evenkeel.runtime.trace.Tracing;
import io.evenkeel.sink.Sink;
import io.evenkeel.sink.SinkConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Processor and sink in this JVM on topics made anew and an empty database. */
public final class TopicBench implements AutoCloseable {
  /** For {@code ResourceLock}: classes run side by side, and these topics exist once. */
  public static final String LOCK = "topics of the shared stack";

  /** The partition that everything is sent to. */
  static final int PARTITION = 1;

  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestStack stack = TestStacks.shared();
  private final String jdbcUrl = stack.createDatabase();
  private final Map<String, Object> kafka = Map.of("bootstrap.servers", stack.bootstrapServers());
  private final Admin admin = Admin.create(kafka);
  private final Path directory;
  private final String application = "processor-" + UUID.randomUUID();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final AtomicReference<@Nullable Throwable> processorStopped = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> sinkStopped = new AtomicReference<>();
  private final List<byte[]> sent = new ArrayList<>();
  private long seq;

  public TopicBench(Path directory) {
    this.directory = directory;
    for (String topic : Topics.all(PARTITIONS).stream().map(spec -> spec.name()).toList()) {
      recreate(topic);
    }
  }

  StreamProcessor startProcessor() throws InterruptedException {
    return startProcessor(Tracing.OFF);
  }

  /** The same with traces. */
  public StreamProcessor startProcessor(Tracing tracing) throws InterruptedException {
    ProcessorConfig config =
        ProcessorConfig.fromEnvironment(
            Map.of(
                "EVENKEEL_PROCESSOR_BOOTSTRAP_SERVERS",
                stack.bootstrapServers(),
                "EVENKEEL_PROCESSOR_STATE_DIRECTORY",
                directory.toString(),
                "EVENKEEL_PROCESSOR_APPLICATION_ID",
                application));
    StreamProcessor processor =
        StreamProcessor.start(config, new SimpleMeterRegistry(), tracing, processorStopped::set);
    parts.addFirst(processor);
    processor.awaitRunning(PATIENCE);
    return processor;
  }

  Sink startSink() {
    return startSink(Tracing.OFF);
  }

  /** The same with traces. */
  public Sink startSink(Tracing tracing) {
    SinkConfig config =
        SinkConfig.of(stack.bootstrapServers(), jdbcUrl, stack.user(), stack.password());
    Sink sink = Sink.start(config, new SimpleMeterRegistry(), tracing);
    sink.onFatal(sinkStopped::set);
    parts.addFirst(sink);
    return sink;
  }

  /** Sends records of one event each and waits until Kafka has them. */
  void send(int records) throws ExecutionException, InterruptedException {
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      long now = InstantSource.system().millis();
      Event event =
          new Event(
              "truck",
              now,
              new EventIdentity.Sequence("", seq++),
              List.of(),
              List.of(new ReceivedSignal("wheels", new SignalValue.Numeric(6))));
      VehicleBlockBuilder block = new VehicleBlockBuilder("truck");
      block.add(event);
      values.add(new TelemetryRecord("acme", now, "", List.of(block.build())).toBytes());
    }
    send(values, PARTITION);
    sent.addAll(values);
  }

  /** Sends all that was sent to another partition. */
  void sendAgain(int partition) throws ExecutionException, InterruptedException {
    send(sent, partition);
  }

  private void send(List<byte[]> values, int partition)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] value : values) {
        var record =
            new ProducerRecord<>(
                Topics.telemetry(Lane.LIVE),
                partition,
                "acme".getBytes(StandardCharsets.UTF_8),
                value);
        record.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
        producer.send(record).get();
      }
    }
  }

  /** Adds partitions to all topics that have more than one. */
  void growPartitions(int partitions) throws ExecutionException, InterruptedException {
    Map<String, NewPartitions> grown =
        Topics.all(PARTITIONS).stream()
            .filter(spec -> spec.partitions() > 1)
            .collect(
                Collectors.toMap(spec -> spec.name(), s -> NewPartitions.increaseTo(partitions)));
    admin.createPartitions(grown).all().get();
  }

  /** Deletes the stopped processor's directory and changelogs. */
  void forgetProcessorState() throws IOException, ExecutionException, InterruptedException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
    List<String> changelogs =
        admin.listTopics().names().get().stream()
            .filter(topic -> topic.startsWith(application))
            .toList();
    admin.deleteTopics(changelogs).all().get();
  }

  /** Deletes a topic and makes it again. */
  void recreate(String topic) {
    await("the topic is made").atMost(PATIENCE).until(() -> tryRecreate(topic));
  }

  /** Deletes the records before an offset. */
  void truncate(String topic, long before) throws ExecutionException, InterruptedException {
    TopicPartition partition = new TopicPartition(topic, PARTITION);
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
  }

  /** Waits until the log of the partition ends there or later, transaction markers included. */
  void awaitEnd(String topic, long offset) {
    TopicPartition partition = new TopicPartition(topic, PARTITION);
    await("records are written")
        .atMost(PATIENCE)
        .until(() ->
            admin
                    .listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset()
                >= offset);
  }

  public void awaitRows(long rows) {
    await("rows are stored").atMost(PATIENCE).until(() -> rows() == rows);
  }

  /** Waits until a query gives a number. */
  public void awaitCount(String query, long number) {
    await(query).atMost(PATIENCE).until(() -> count(query) == number);
  }

  /** Why the sink has stopped by itself, or the processor. */
  String awaitStop() {
    await("somebody stops")
        .atMost(PATIENCE)
        .until(() -> sinkStopped.get() != null || processorStopped.get() != null);
    Throwable cause = sinkStopped.get() != null ? sinkStopped.get() : processorStopped.get();
    return String.valueOf(cause);
  }

  /** Why the processor has stopped by itself, null if it has not. */
  @Nullable Throwable processorStopped() {
    return processorStopped.get();
  }

  /** Where Kafka clients connect. */
  public String kafka() {
    return stack.bootstrapServers();
  }

  long rows() throws SQLException {
    return count("select count(*) from evenkeel.reading");
  }

  /** The number that a query gives. */
  long count(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbcUrl, stack.user(), stack.password());
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    admin.close();
  }

  private boolean tryRecreate(String topic) throws InterruptedException {
    try {
      if (admin.listTopics().names().get().contains(topic)) {
        admin.deleteTopics(List.of(topic)).all().get();
      }
      NewTopic made =
          Topics.all(PARTITIONS).stream()
              .filter(spec -> spec.name().equals(topic))
              .map(s -> new NewTopic(s.name(), s.partitions(), (short) 1).configs(s.config()))
              .findAny()
              .orElseThrow();
      admin.createTopics(List.of(made)).all().get();
      return true;
    } catch (ExecutionException notYet) {
      return false;
    }
  }
}
