package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.topic.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory, kept up to date from its topic by a thread of its own. Every replica reads the
 * whole topic from its beginning; there is no consumer group.
 *
 * <p>A poll that brings nothing does not tell whether the broker is there, so the topic's end is
 * asked for as well: reaching it confirms the directory as of the question. A follower that stays
 * unconfirmed for {@value #REBUILD_AFTER_HOURS} hours reads everything anew, because the broker
 * forgets tombstones after a day.
 */
public final class DirectoryFollower implements Directory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryFollower.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.DIRECTORY, 0);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  // Each look goes over the whole table.
  private static final Duration EXPIRY_LOOK_EVERY = Duration.ofSeconds(15);
  private static final int REBUILD_AFTER_HOURS = 12;

  private final DirectoryConfig config;
  private final LongSupplier nanoClock;
  private final DirectoryTable table;
  private final DirectoryFreshness freshness;
  private final Consumer<String, byte[]> consumer;
  private final Thread thread;
  private final KeyExpiry keyExpiry;
  private long nextExpiryLookNanos;
  private volatile boolean stopping;

  private DirectoryFollower(
      Consumer<String, byte[]> consumer,
      DirectoryConfig config,
      LongSupplier nanoClock,
      MeterRegistry registry) {
    this.consumer = consumer;
    this.config = config;
    this.nanoClock = nanoClock;
    this.table = new DirectoryTable(config.entriesMax());
    this.freshness = new DirectoryFreshness(config.unconfirmedMax());
    this.keyExpiry = new KeyExpiry(registry, System::currentTimeMillis);
    this.nextExpiryLookNanos = nanoClock.getAsLong();
    this.thread = Thread.ofPlatform().name("gateway-directory").daemon().unstarted(this::run);
  }

  /** Starts to follow the directory topic; returns at once, before anything is read. */
  public static DirectoryFollower start(
      String bootstrapServers, DirectoryConfig config, MeterRegistry registry) {
    Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            settings(bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer());
    DirectoryFollower follower =
        new DirectoryFollower(consumer, config, System::nanoTime, registry);
    follower.register(registry);
    follower.thread.start();
    return follower;
  }

  @Override
  public Optional<ApiKey> apiKey(String keyId) {
    return table.apiKey(keyId);
  }

  @Override
  public Optional<Tenant> tenant(String slug) {
    return table.tenant(slug);
  }

  @Override
  public TenantMapping mapping(String tenantSlug) {
    return table.mapping(tenantSlug);
  }

  @Override
  public boolean isCurrent() {
    return freshness.isCurrent(nanoClock.getAsLong());
  }

  /** Stops following; waits a bounded time for the thread. */
  @Override
  public void close() {
    stopping = true;
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE_TIMEOUT.plusSeconds(1))) {
        LOG.atWarn().log("The directory's thread did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      consumer.assign(List.of(PARTITION));
      restart();
      long nextAskNanos = nanoClock.getAsLong();
      while (!stopping) {
        if (nanoClock.getAsLong() - nextAskNanos >= 0) {
          nextAskNanos = nanoClock.getAsLong() + config.confirmEvery().toNanos();
          attempt(this::askEnd);
        }
        attempt(this::pollOnce);
        lookForExpiry();
      }
    } catch (WakeupException e) {
      LOG.atDebug().log("The directory is no longer followed");
    } catch (RuntimeException e) {
      // The directory goes stale and requests are refused, which readiness shows.
      LOG.atError().setCause(e).log("The directory's thread has failed");
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (WakeupException e) {
      throw e;
    } catch (OffsetOutOfRangeException e) {
      LOG.atWarn().log("The directory topic no longer has the next record; reading it anew");
      restart();
    } catch (TimeoutException e) {
      LOG.atDebug().log("The broker did not answer about the directory");
      rebuildIfLongUnconfirmed();
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("exception", e.getClass().getName())
          .log("Reading the directory failed; trying again");
      pause();
    }
  }

  private void askEnd() {
    long asked = nanoClock.getAsLong();
    Long end = consumer.endOffsets(List.of(PARTITION), ASK_TIMEOUT).get(PARTITION);
    if (end != null) {
      freshness.onEnd(asked, end);
    }
  }

  private void pollOnce() {
    // Returns as soon as there is something.
    for (ConsumerRecord<String, byte[]> record : consumer.poll(config.confirmEvery())) {
      apply(record);
    }
    freshness.onPosition(consumer.position(PARTITION, ASK_TIMEOUT));
  }

  private void lookForExpiry() {
    if (nanoClock.getAsLong() - nextExpiryLookNanos >= 0) {
      nextExpiryLookNanos = nanoClock.getAsLong() + EXPIRY_LOOK_EVERY.toNanos();
      keyExpiry.update(table.soonestExpiryMillis(System.currentTimeMillis()));
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    byte @Nullable [] value = record.value();
    DirectoryTable.Applied applied = table.apply(record.key(), value);
    if (applied != DirectoryTable.Applied.TAKEN) {
      LOG.atError()
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", applied)
          .log("A directory entry was not taken in");
    }
  }

  private void restart() {
    // In this order: whoever still sees a current directory must not see an empty one.
    freshness.onRestart();
    table.clear();
    consumer.seekToBeginning(List.of(PARTITION));
  }

  private void rebuildIfLongUnconfirmed() {
    double age = freshness.ageSeconds(nanoClock.getAsLong());
    if (age > Duration.ofHours(REBUILD_AFTER_HOURS).toSeconds() && age < Double.POSITIVE_INFINITY) {
      restart();
    }
  }

  // Errors other than time-outs come back at once: without a pause this would be a busy loop.
  private void pause() {
    try {
      Thread.sleep(config.confirmEvery());
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void register(MeterRegistry registry) {
    Gauge.builder(
            "evenkeel.gateway.directory.age",
            this,
            self -> self.freshness.ageSeconds(self.nanoClock.getAsLong()))
        .description("Time since the directory was last known to be complete")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
    Gauge.builder("evenkeel.gateway.directory.entries", table, DirectoryTable::size)
        .description("Tenants, API keys and aliases in memory")
        .strongReference(true)
        .register(registry);
    Gauge.builder(
            "evenkeel.gateway.directory.entries.capacity", config, DirectoryConfig::entriesMax)
        .description("Most tenants, API keys and aliases in memory")
        .strongReference(true)
        .register(registry);
  }

  private static Properties settings(String bootstrapServers) {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            ConsumerConfig.CLIENT_ID_CONFIG, "evenkeel-gateway-directory",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000",
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500"));
    return settings;
  }
}
