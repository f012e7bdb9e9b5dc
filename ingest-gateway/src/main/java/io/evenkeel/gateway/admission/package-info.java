/**
 * How much of something a caller may do: the generic cell rate, one number for each tenant. Pure:
 * time arrives as a number, and nothing here knows HTTP, Kafka or metrics.
 */
@NullMarked
package io.evenkeel.gateway.admission;

import org.jspecify.annotations.NullMarked;
