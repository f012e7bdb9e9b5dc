package io.evenkeel.load.pipeline;

import java.util.Map;

/**
 * What a run came to.
 *
 * @param events acknowledged events, all of them stored when the clock stopped
 * @param sendSeconds from the first request to the last answer
 * @param storeSeconds from the first request until the last event was stored
 * @param eventsPerSecond events over {@code storeSeconds}
 * @param stored rows in the table
 * @param cpuMicrosPerEvent CPU time by process over that time, microseconds an event
 * @param batch events a request
 * @param machine processors and what they are
 * @param java version of the JVM
 */
public record BenchmarkReport(
    long events,
    double sendSeconds,
    double storeSeconds,
    long eventsPerSecond,
    long stored,
    Map<String, Double> cpuMicrosPerEvent,
    int batch,
    String machine,
    String java) {}
