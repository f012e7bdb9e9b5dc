package io.evenkeel.load.gateway;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch as a library binds it.
 *
 * @param vehicle of the events that name none
 * @param events in the order received
 */
@Serdeable.Deserializable
record SerdeBatch(@Nullable String vehicle, @Nullable List<Item> events) {
  /**
   * One event.
   *
   * @param vehicle its name
   * @param time RFC 3339
   * @param id identity by the device's id
   * @param session with {@code seq}
   * @param seq identity by the device's counter
   * @param signals names and values of any type
   */
  @Serdeable.Deserializable
  record Item(
      @Nullable String vehicle,
      @Nullable String time,
      @Nullable String id,
      @Nullable String session,
      @Nullable Long seq,
      @Nullable Map<String, @Nullable Object> signals) {}
}
