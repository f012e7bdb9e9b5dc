package io.evenkeel.gateway.directory;

/**
 * For whom a request speaks. It comes from the credential alone and goes from method to method with
 * the request; nothing keeps it.
 *
 * @param tenant slug of the tenant
 * @param onlyVehicle the only vehicle that it may send for; empty for any of the tenant
 */
public record Caller(String tenant, String onlyVehicle) {}
