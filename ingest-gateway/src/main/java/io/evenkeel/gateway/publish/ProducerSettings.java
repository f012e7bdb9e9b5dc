package io.evenkeel.gateway.publish;

import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How every producer of the gateway is set up: nothing is lost, and nothing ever blocks. */
public final class ProducerSettings {
  private ProducerSettings() {}

  /**
   * An idempotent producer with {@code acks=all} and {@code max.block.ms} 0: a full buffer or
   * missing metadata fails a record at once.
   *
   * @param bufferBytesMax memory for records that wait for their acknowledgement, bytes
   * @param recordBytesMax largest record, bytes
   */
  public static Properties of(
      String bootstrapServers,
      String clientId,
      PublishConfig config,
      long bufferBytesMax,
      int recordBytesMax) {
    Properties settings = timing(config);
    settings.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.setProperty(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    settings.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    settings.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(config.batchBytes()));
    settings.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(bufferBytesMax));
    settings.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(recordBytesMax));
    return settings;
  }

  private static Properties timing(PublishConfig config) {
    long deliveryMillis = config.deliveryTimeout().toMillis();
    long requestMillis = Math.max(1, (deliveryMillis - config.linger().toMillis()) / 2);
    Properties settings = new Properties();
    settings.setProperty(
        ProducerConfig.LINGER_MS_CONFIG, Long.toString(config.linger().toMillis()));
    settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0");
    settings.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(requestMillis));
    settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(deliveryMillis));
    settings.setProperty(
        ProducerConfig.METADATA_MAX_AGE_CONFIG, Long.toString(config.watchEvery().toMillis()));
    settings.setProperty(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    return settings;
  }
}
