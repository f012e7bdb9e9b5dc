package io.evenkeel.sink;

import static org.awaitility.Awaitility.await;

import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import io.evenkeel.model.wire.ClosedMinutes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Real topics, made anew, a database of its own, and a stand-in for the processor that writes clean
 * records in transactions.
 */
public final class Bench implements AutoCloseable {
  /** Partitions of every topic. */
  public static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestStack stack = TestStacks.shared();
  private final String jdbcUrl = stack.createDatabase();
  private final Admin admin =
      Admin.create(Map.of("bootstrap.servers", (Object) stack.bootstrapServers()));
  private final KafkaProducer<byte[], byte[]> producer = producer();
  private final Map<String, Long> sourceOffsets = new HashMap<>();
  private long minutesSent;
  private final List<Sink> sinks = new ArrayList<>();

  /** Opens a bench with empty topics and an empty database. */
  public Bench() {
    recreateTopics();
    producer.initTransactions();
  }

  /**
   * Settings that reach this bench. Most tests write clean records that no telemetry record stands
   * behind: there is nothing to audit.
   */
  public SinkConfig config() {
    return SinkConfig.of(stack.bootstrapServers(), jdbcUrl, stack.user(), stack.password())
        .withCaretaking(CaretakerConfig.DEFAULT.withAuditEvery(Duration.ZERO))
        .withBatch(new BatchLimits(500, 2_000, Duration.ofMillis(20), 10_000, 4 << 20));
  }

  /** Starts a sink that this bench closes. */
  public Sink startSink(SinkConfig config) {
    return startSink(config, new SimpleMeterRegistry());
  }

  /** Starts a sink that this bench closes. */
  public Sink startSink(SinkConfig config, MeterRegistry registry) {
    Sink sink = Sink.start(config, registry);
    sinks.add(sink);
    return sink;
  }

  /** Starts a sink with the bench's settings. */
  public Sink startSink() {
    return startSink(config());
  }

  /** Brokers. */
  public String bootstrapServers() {
    return stack.bootstrapServers();
  }

  /** The database. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /** Its user. */
  public String user() {
    return stack.user();
  }

  /** The user's password. */
  public String password() {
    return stack.password();
  }

  /** The partition of a record's vehicles. */
  public static int partition(TelemetryRecord record) {
    return VehiclePartition.of(record.tenant(), record.blocks().getFirst().vehicle(), PARTITIONS);
  }

  /** Writes a record as the processor does when it drops nothing; returns its source offset. */
  public long send(Lane lane, TelemetryRecord record) {
    return send(lane, record, List.of());
  }

  /** Writes a record with late minutes. */
  public long send(Lane lane, TelemetryRecord record, List<CleanSummary.LateMinutes> late) {
    int partition = partition(record);
    long source = nextSource(lane, partition);
    int events = record.events();
    send(
        lane,
        partition,
        record.tenant(),
        record.toBytes(),
        new CleanSummary(partition, source, events, events, 0, 0, late));
    return source;
  }

  /** Takes the next source offset of a partition. */
  public long nextSource(Lane lane, int partition) {
    return sourceOffsets.merge(Topics.telemetry(lane) + partition, 1L, Long::sum) - 1;
  }

  /** Writes any clean record. */
  public void send(Lane lane, int partition, String key, byte[] value, CleanSummary summary) {
    var record =
        new ProducerRecord<>(
            Topics.clean(lane), partition, key.getBytes(StandardCharsets.UTF_8), value);
    record.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    record.headers().add(RecordHeaders.CLEAN, summary.toBytes());
    inTransaction(record);
  }

  /** Writes closed minutes of a vehicle. */
  public void sendMinutes(
      String tenant, String vehicle, long sourceOffset, List<VehicleMinute> minutes) {
    ClosedMinutes closed =
        ClosedMinutes.newBuilder()
            .setTenant(tenant)
            .setVehicle(vehicle)
            .setSourceOffset(sourceOffset)
            .addAllMinutes(minutes.stream().map(VehicleMinute::toWire).toList())
            .build();
    var record =
        new ProducerRecord<>(
            Topics.MINUTES,
            VehiclePartition.of(tenant, vehicle, PARTITIONS),
            tenant.getBytes(StandardCharsets.UTF_8),
            closed.toByteArray());
    record.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    minutesSent++;
    inTransaction(record);
  }

  /** Writes any record. */
  public void send(ProducerRecord<byte[], byte[]> record) {
    inTransaction(record);
  }

  /** Waits until everything sent on a lane is stored. */
  public void awaitStored(Lane lane) {
    await().atMost(PATIENCE).until(() -> isStored(lane));
  }

  /** Waits until nothing is left to be recomputed. */
  public void awaitCleanMinutes() {
    await().atMost(PATIENCE).until(() -> number("SELECT count(*) FROM evenkeel.dirty_range") == 0);
  }

  /** Waits until every closed minute sent is stored or marked. */
  public void awaitMinutesRead() {
    await()
        .atMost(PATIENCE)
        .until(() ->
            number(
                    "SELECT coalesce(sum(next_offset), 0) FROM evenkeel.sink_position WHERE topic = '"
                        + Topics.MINUTES
                        + "'")
                >= minutesSent);
  }

  /** Runs a query and returns its first value as a number. */
  public long number(String sql) {
    return ((Number) rows(sql).getFirst().getFirst()).longValue();
  }

  /** Runs a query. */
  public List<List<Object>> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a statement. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A connection of the test's own. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, stack.user(), stack.password());
  }

  /** Positions that Kafka's group knows, by partition. */
  public Map<Integer, Long> mirroredPositions(String group) {
    Map<Integer, Long> positions = new HashMap<>();
    try {
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, at) -> positions.put(partition.partition(), at.offset()));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return positions;
  }

  /** Positions in the database, by partition. */
  public Map<Integer, Long> positions(String topic) {
    Map<Integer, Long> positions = new HashMap<>();
    rows("SELECT partition, next_offset FROM evenkeel.sink_position WHERE topic = '" + topic + "'")
        .forEach(row -> positions.put((Integer) row.get(0), (Long) row.get(1)));
    return positions;
  }

  /** Deletes all topics and makes them again. */
  public void recreateTopics() {
    deleteTopics();
    // A deletion is answered before it has reached every part of the broker.
    await().atMost(PATIENCE).until(this::createTopics);
  }

  /** Deletes all topics. */
  public void deleteTopics() {
    List<String> names = Topics.all(PARTITIONS).stream().map(spec -> spec.name()).toList();
    try {
      var existing = admin.listTopics().names().get();
      admin.deleteTopics(names.stream().filter(existing::contains).toList()).all().get();
      sourceOffsets.clear();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops a sink before the bench does. */
  public void stop(Sink sink) {
    sink.close();
    sinks.remove(sink);
  }

  @Override
  public void close() {
    sinks.forEach(Sink::close);
    dropDatabase();
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(5));
  }

  private void dropDatabase() {
    String name = jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    try (Connection connection =
            DriverManager.getConnection(stack.jdbcUrl(), stack.user(), stack.password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean createTopics() throws InterruptedException {
    List<NewTopic> topics =
        Topics.all(PARTITIONS).stream()
            .map(s -> new NewTopic(s.name(), s.partitions(), (short) 1).configs(s.config()))
            .toList();
    try {
      admin.createTopics(topics).all().get();
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  private void inTransaction(ProducerRecord<byte[], byte[]> record) {
    producer.beginTransaction();
    var _ = producer.send(record);
    producer.commitTransaction();
  }

  private boolean isStored(Lane lane) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      long sent = sourceOffsets.getOrDefault(Topics.telemetry(lane) + partition, 0L);
      if (sent > storedSource(lane, partition)) {
        return false;
      }
    }
    return true;
  }

  private long storedSource(Lane lane, int partition) {
    return number(
        "SELECT coalesce(max(next_source_offset), 0) FROM evenkeel.sink_position WHERE topic = '%s' AND partition = %d"
            .formatted(Topics.clean(lane), partition));
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "bench-" + UUID.randomUUID()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
