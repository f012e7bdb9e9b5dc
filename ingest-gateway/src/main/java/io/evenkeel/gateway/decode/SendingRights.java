package io.evenkeel.gateway.decode;

import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.topic.Lane;

/**
 * For whom and when events may be, and how their names are understood, as far as the request
 * decides it.
 *
 * @param lane decides how old an event may be
 * @param onlyVehicle the only vehicle that the credential may send for; empty for any
 * @param mapping the tenant's own names and the catalogue's
 * @param nowMillis the gateway's clock, Unix milliseconds; the same for the whole batch
 */
public record SendingRights(Lane lane, String onlyVehicle, TenantMapping mapping, long nowMillis) {
  boolean allowsVehicle(String vehicle) {
    return onlyVehicle.isEmpty() || onlyVehicle.equals(vehicle);
  }
}
