/**
 * The ingest gateway: takes batches of telemetry over HTTP, writes them to Kafka and answers once
 * they are durable. {@link io.evenkeel.gateway.Gateway} starts and stops it, {@link
 * io.evenkeel.gateway.GatewayMain} runs it as a process of its own.
 */
@NullMarked
package io.evenkeel.gateway;

import org.jspecify.annotations.NullMarked;
