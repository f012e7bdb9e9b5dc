package io.evenkeel.admin.letter;

import io.evenkeel.admin.AdminException;
import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.RecordSplitter;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The ways back into the pipeline: through the gateway, under a key of the letter's own tenant that
 * lives as long as the replay, and for what a gateway had accepted already, into the backfill
 * lane's log. Not thread-safe.
 */
final class ReplayRoute implements AutoCloseable {
  private static final Duration KEY_LIFE = Duration.ofDays(1);
  private static final Duration KEY_KNOWN_WITHIN = Duration.ofSeconds(15);
  private static final Duration KEY_POLL = Duration.ofMillis(100);
  private static final int DELIVERY_MILLIS_MAX = 60_000;

  private final URI gateway;
  private final DirectoryClient directory;
  private final String job;
  private final long replay;
  private final InstantSource clock;
  private final KafkaProducer<byte[], byte[]> log;
  private final Map<String, TelemetryClient> clients = new HashMap<>();
  private final Map<String, TenantMapping> mappings = new HashMap<>();
  private final List<IssuedKey> keys = new ArrayList<>();

  ReplayRoute(URI gateway, String bootstrapServers, long replay, String job, InstantSource clock) {
    this.gateway = gateway;
    this.directory = new DirectoryClient(bootstrapServers);
    this.replay = replay;
    this.job = job;
    this.clock = clock;
    this.log =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERY_MILLIS_MAX),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends events through the gateway. */
  SendResult send(String tenant, List<byte[]> events) throws InterruptedException {
    return client(tenant).sendReplay(replay, job, events);
  }

  /** Asks the gateway what it would say; stores nothing. */
  SendResult ask(String tenant, List<byte[]> events) throws InterruptedException {
    return client(tenant).dryRunBackfill(job, events);
  }

  /** The record as it would be sent: by the tenant's aliases of now. */
  TelemetryRecord remapped(TelemetryRecord record) {
    TenantMapping mapping = mappings.computeIfAbsent(record.tenant(), this::mapping);
    return new Remapping(mapping).apply(record, job, clock.millis());
  }

  /**
   * Sends a record into the log of the backfill lane.
   *
   * @throws AdminException if Kafka did not acknowledge it; what it took of it nevertheless is
   *     recognised when the record is sent again
   */
  void send(TelemetryRecord record) throws InterruptedException {
    String topic = Topics.telemetry(Lane.BACKFILL);
    int partitions = log.partitionsFor(topic).size();
    byte[] key = record.tenant().getBytes(StandardCharsets.UTF_8);
    List<Future<RecordMetadata>> pending = new ArrayList<>();
    for (var block : record.blocks()) {
      int partition = VehiclePartition.of(record.tenant(), block.vehicle(), partitions);
      TelemetryRecord single =
          new TelemetryRecord(
              record.tenant(), record.ingestTimeMillis(), record.job(), List.of(block));
      for (var piece : RecordSplitter.split(single)) {
        var outgoing = new ProducerRecord<>(topic, partition, key, piece.value());
        outgoing.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
        pending.add(log.send(outgoing));
      }
    }
    for (Future<RecordMetadata> sent : pending) {
      try {
        sent.get();
      } catch (ExecutionException e) {
        throw new AdminException("Kafka did not acknowledge a record: " + e.getCause());
      }
    }
  }

  /** Revokes the keys. */
  @Override
  public void close() {
    clients.values().forEach(TelemetryClient::close);
    log.close(Duration.ofSeconds(5));
    long now = clock.millis();
    directory.put(
        keys.stream()
            .map(key -> new DirectoryRecord.OfApiKey(key.stored().revokedAt(now)))
            .toList());
  }

  private TenantMapping mapping(String tenant) {
    return new TenantMapping(
        SignalCatalogue.standard(),
        directory.aliases().stream().filter(alias -> alias.tenant().equals(tenant)).toList());
  }

  private TelemetryClient client(String tenant) throws InterruptedException {
    TelemetryClient known = clients.get(tenant);
    if (known != null) {
      return known;
    }
    long now = clock.millis();
    IssuedKey key =
        IssuedKey.issue(
            tenant,
            EnumSet.of(KeyScope.BACKFILL, KeyScope.ADMIN),
            "",
            now + KEY_LIFE.toMillis(),
            now,
            job);
    keys.add(key);
    directory.put(List.of(new DirectoryRecord.OfApiKey(key.stored())));
    TelemetryClient client = new TelemetryClient(ClientOptions.of(gateway, key.secret().reveal()));
    clients.put(tenant, client);
    awaitKnown(client);
    return client;
  }

  // Gateways follow the directory within two seconds.
  private void awaitKnown(TelemetryClient client) throws InterruptedException {
    long deadline = System.nanoTime() + KEY_KNOWN_WITHIN.toNanos();
    String refusal = client.probeBackfill(job);
    while (!refusal.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AdminException("the gateway does not take the replay's key: " + refusal);
      }
      Thread.sleep(KEY_POLL);
      refusal = client.probeBackfill(job);
    }
  }
}
