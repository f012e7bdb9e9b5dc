package io.evenkeel.load.pipeline;

import java.util.Map;

/**
 * The figures of a run that have bounds or are compared.
 *
 * @param eventsPerSecondBatch1 highest level rate with 1 event a request; 0 if it was not measured
 * @param eventsPerSecondBatch10 the same with 10
 * @param eventsPerSecondBatch50 acknowledged events/s over the whole hold
 * @param lagSecondsEnd how long the oldest unstored record had waited when the hold ended
 * @param level whether the lag did not grow during the hold
 * @param balanced whether every acknowledged event is a row, none is there twice, and the books say
 *     so
 * @param holdSeconds how long the hold was
 * @param cpuUsPerEvent CPU time during the hold by process, and of all, microseconds an event
 */
public record PipelineFigures(
    long eventsPerSecondBatch1,
    long eventsPerSecondBatch10,
    long eventsPerSecondBatch50,
    double lagSecondsEnd,
    boolean level,
    boolean balanced,
    double holdSeconds,
    Map<String, Double> cpuUsPerEvent) {}
