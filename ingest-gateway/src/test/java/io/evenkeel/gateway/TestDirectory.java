package io.evenkeel.gateway;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.ApiKeySecret;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.topic.Topics;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes tenants and keys as an operator's tool does. */
final class TestDirectory implements AutoCloseable {
  private final Producer<String, byte[]> producer;

  TestDirectory(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  void put(DirectoryRecord entry) {
    send(entry.key(), entry.toBytes());
  }

  void remove(DirectoryRecord entry) {
    send(entry.key(), null);
  }

  void putTenant(String slug) {
    put(new DirectoryRecord.OfTenant(new Tenant(slug, slug, 0, false)));
  }

  IssuedKey putKey(String tenant, KeyScope... scopes) {
    return putKey(tenant, "", 0, Set.of(scopes));
  }

  IssuedKey putKey(String tenant, String vehicle, long expiresAtMillis, Set<KeyScope> scopes) {
    ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());
    ApiKey key =
        new ApiKey(
            secret.keyId(), tenant, secret.sha256(), scopes, vehicle, expiresAtMillis, 0, 0, "");
    put(new DirectoryRecord.OfApiKey(key));
    return new IssuedKey(key, secret.reveal());
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(String key, byte @Nullable [] value) {
    try {
      producer.send(new ProducerRecord<>(Topics.DIRECTORY, key, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("The directory entry was not written", e);
    }
  }

  /** A key and what its holder has of it. */
  record IssuedKey(ApiKey key, String bearer) {}
}
