package io.evenkeel.load.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What one server came to with one batch size.
 *
 * @param server {@code netty}, {@code gateway} (no log), {@code gateway_serde}, {@code
 *     gateway_kafka}, or {@code gateway_429} for the gateway without log that refuses
 * @param batch events a request
 * @param bodyBytes size of a body, on average
 * @param records Kafka records a request
 * @param requests answered in all rounds
 * @param requestsPerSecond with the load generator on the same processors
 * @param eventsPerSecond the same in events
 * @param cpuMicrosPerRequest CPU time of the server, microseconds
 * @param cpuMicrosPerEvent the same by event
 * @param cpuRatioToNetty by the bare server with the same bodies, round by round
 * @param compilerShare how much of one processor the server's JVM compiled with meanwhile; the
 *     closer to 0, the warmer it was
 * @param brokerCpuMicrosPerRequest CPU time of the broker, where the server writes to it
 */
public record ServerResult(
    String server,
    int batch,
    long bodyBytes,
    int records,
    long requests,
    long requestsPerSecond,
    long eventsPerSecond,
    Stat cpuMicrosPerRequest,
    double cpuMicrosPerEvent,
    Stat cpuRatioToNetty,
    Stat compilerShare,
    @Nullable Stat brokerCpuMicrosPerRequest) {}
