package io.evenkeel.load.pipeline;

import java.util.List;

/**
 * What a run came to.
 *
 * @param figures those that have bounds or are compared
 * @param rates the highest level rate of each batch size, as measured in the search
 * @param half half of the highest level rate of the last batch size; absent if it was left out
 * @param hold the long time at the highest level rate
 * @param tried every rate that was tried, in order
 * @param balance what was sent against what is stored
 * @param samples lag, backlog and CPU time over the hold; not part of the printed report
 * @param vehicles size of the fleet of each batch size
 * @param connections of the load
 * @param seconds that the run took
 * @param command that started it
 * @param date when it started, ISO 8601
 * @param machine processors and what they are
 * @param java version of the JVM
 */
public record PipelineReport(
    PipelineFigures figures,
    List<RateResult> rates,
    List<RateResult> half,
    RateResult hold,
    List<RateResult> tried,
    Balance balance,
    List<Sample> samples,
    int vehicles,
    int connections,
    long seconds,
    String command,
    String date,
    String machine,
    String java) {
  public PipelineReport {
    rates = List.copyOf(rates);
    half = List.copyOf(half);
    tried = List.copyOf(tried);
    samples = List.copyOf(samples);
  }

  /** The same without samples, which are for plots. */
  public PipelineReport withoutSamples() {
    return new PipelineReport(
        figures,
        rates,
        half,
        hold,
        tried,
        balance,
        List.of(),
        vehicles,
        connections,
        seconds,
        command,
        date,
        machine,
        java);
  }
}
