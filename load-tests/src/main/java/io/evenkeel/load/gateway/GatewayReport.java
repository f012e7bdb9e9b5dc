package io.evenkeel.load.gateway;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param figures the figures that have bounds, by name: {@code cpu_ratio_to_netty_batch<n>}, {@code
 *     cpu_ratio_429_to_accept50}, {@code p99_ms_half_load}
 * @param servers every server with every batch size
 * @param latency with the broker, at half load
 * @param rounds that every server was visited
 * @param visitMillis how long each time
 * @param connections of the load, one request under way each
 * @param transport of the bare server and of the load: {@code nio} or {@code epoll}
 * @param seconds that the run took
 * @param command that started it
 * @param date when it started, ISO 8601
 * @param machine processors and what they are
 * @param java version of the JVM
 */
public record GatewayReport(
    Map<String, Double> figures,
    List<ServerResult> servers,
    LatencyResult latency,
    int rounds,
    long visitMillis,
    int connections,
    String transport,
    long seconds,
    String command,
    String date,
    String machine,
    String java) {}
