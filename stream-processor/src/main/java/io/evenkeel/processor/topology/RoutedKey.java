package io.evenkeel.processor.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record key together with the partition that the record goes to: the one it came from, so that a
 * vehicle's records keep their order all the way. The key alone, the tenant, would send a tenant to
 * one partition.
 *
 * @param key the key's bytes; null only for a dead letter that had none
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the producer, never compared
record RoutedKey(byte @Nullable [] key, int partition) {
  /** Writes the key's bytes. */
  static final Serializer<RoutedKey> SERIALIZER = (topic, routed) -> routed.key();

  /** Chooses the partition. All topics have the same number of partitions. */
  static final StreamPartitioner<RoutedKey, byte[]> PARTITIONER =
      (topic, routed, value, partitions) -> Optional.of(Set.of(routed.partition()));
}
