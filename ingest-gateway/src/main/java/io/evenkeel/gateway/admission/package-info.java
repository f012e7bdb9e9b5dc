/**
 * How much callers may send: generic cell rates of vehicles and tenants, and the ramp after an
 * outage. Decisions are pure, with time as an argument; {@code Limits}, {@code Recovery} and {@code
 * GatewayCount} join them with clocks, metrics and the name service. Nothing here knows HTTP or
 * Kafka.
 */
@NullMarked
package io.evenkeel.gateway.admission;

import org.jspecify.annotations.NullMarked;
