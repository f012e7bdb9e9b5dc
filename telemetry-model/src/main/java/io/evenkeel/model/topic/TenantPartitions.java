package io.evenkeel.model.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The partitions of many vehicles of one tenant, as {@link VehiclePartition} gives them. It keeps
 * the tenant's part of the key. Not thread-safe.
 */
public final class TenantPartitions {
  private final int prefixLength;
  private final int partitions;
  private byte[] key;

  /**
   * The partitions of a tenant's vehicles.
   *
   * @param partitions number of partitions of the topic, at least 1
   */
  public TenantPartitions(String tenant, int partitions) {
    byte[] prefix = (tenant + '/').getBytes(StandardCharsets.UTF_8);
    this.prefixLength = prefix.length;
    this.partitions = partitions;
    this.key = Arrays.copyOf(prefix, prefix.length + 64);
  }

  /** The partition of a vehicle, 0 to {@code partitions - 1}. */
  public int of(String vehicle) {
    byte[] name = vehicle.getBytes(StandardCharsets.UTF_8);
    int length = prefixLength + name.length;
    if (length > key.length) {
      key = Arrays.copyOf(key, length);
    }
    System.arraycopy(name, 0, key, prefixLength, name.length);
    return (VehiclePartition.murmur2(key, length) & 0x7fffffff) % partitions;
  }
}
