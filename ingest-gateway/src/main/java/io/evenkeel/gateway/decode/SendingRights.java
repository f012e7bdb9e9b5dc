package io.evenkeel.gateway.decode;

import io.evenkeel.model.topic.Lane;

/**
 * For whom and when events may be, as far as the request decides it.
 *
 * @param lane decides how old an event may be
 * @param onlyVehicle the only vehicle that the credential may send for; empty for any
 * @param nowMillis the gateway's clock, Unix milliseconds; the same for the whole batch
 */
public record SendingRights(Lane lane, String onlyVehicle, long nowMillis) {
  boolean allowsVehicle(String vehicle) {
    return onlyVehicle.isEmpty() || onlyVehicle.equals(vehicle);
  }
}
