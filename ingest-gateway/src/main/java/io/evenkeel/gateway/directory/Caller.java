package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.TenantLimits;

/**
 * For whom a request speaks. It comes from the credential alone and goes from method to method with
 * the request; nothing keeps it.
 *
 * @param tenant slug of the tenant
 * @param onlyVehicle the only vehicle that it may send for; empty for any of the tenant
 * @param limits how much the tenant may send, as the directory has it
 */
public record Caller(String tenant, String onlyVehicle, TenantLimits limits) {
  /** A caller of a tenant with the gateway's own limits. */
  public Caller(String tenant, String onlyVehicle) {
    this(tenant, onlyVehicle, TenantLimits.DEFAULT);
  }
}
