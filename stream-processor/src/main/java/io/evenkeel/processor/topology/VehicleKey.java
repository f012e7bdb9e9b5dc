package io.evenkeel.processor.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A vehicle of a tenant. Its text {@code tenant/vehicle} is the key of the stores; a tenant's name
 * holds no slash.
 */
record VehicleKey(String tenant, String vehicle) {
  static VehicleKey parse(String text) {
    int slash = text.indexOf('/');
    return new VehicleKey(text.substring(0, slash), text.substring(slash + 1));
  }

  static VehicleKey fromBytes(byte[] key) {
    return parse(new String(key, StandardCharsets.UTF_8));
  }

  /** The key of the vehicle's state. */
  byte[] toBytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The key of a segment of hashed identities: always two bytes longer than the vehicle's, so that
   * no two meet.
   */
  byte[] segmentBytes(int segment) {
    byte[] vehicleBytes = toBytes();
    byte[] bytes = Arrays.copyOf(vehicleBytes, vehicleBytes.length + 2);
    bytes[bytes.length - 1] = (byte) segment;
    return bytes;
  }

  @Override
  public String toString() {
    return tenant + '/' + vehicle;
  }
}
