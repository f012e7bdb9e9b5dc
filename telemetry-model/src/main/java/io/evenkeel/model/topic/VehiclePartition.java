package io.evenkeel.model.topic;

/**
 * The partition of a vehicle: Kafka's murmur2 of {@code tenant/vehicle}, so that any Kafka client
 * can compute it. All records of a vehicle share a partition number in every partitioned topic,
 * which keeps them in order.
 */
public final class VehiclePartition {
  private VehiclePartition() {}

  /**
   * Partition of a vehicle.
   *
   * @param partitions number of partitions of the topic, at least 1
   * @return 0 to {@code partitions - 1}
   */
  public static int of(String tenant, String vehicle, int partitions) {
    return new TenantPartitions(tenant, partitions).of(vehicle);
  }

  /**
   * MurmurHash2 (Austin Appleby, public domain) with the seed that Kafka's default partitioner
   * uses.
   */
  static int murmur2(byte[] data, int length) {
    final int m = 0x5bd1e995;
    int h = 0x9747b28c ^ length;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      int k = littleEndianInt(data, i) * m;
      k ^= k >>> 24;
      h = (h * m) ^ (k * m);
    }
    for (int j = length - 1; j >= i; j--) {
      h ^= (data[j] & 0xff) << (8 * (j - i));
    }
    if (i < length) {
      h *= m;
    }
    h ^= h >>> 13;
    h *= m;
    return h ^ (h >>> 15);
  }

  private static int littleEndianInt(byte[] data, int at) {
    return (data[at] & 0xff)
        | (data[at + 1] & 0xff) << 8
        | (data[at + 2] & 0xff) << 16
        | data[at + 3] << 24;
  }
}
