package io.evenkeel.cli.bench;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.evenkeel.load.pipeline.PipelineReport;
import io.evenkeel.load.pipeline.RateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A report of the pipeline's benchmark for people. */
final class PipelineTable {
  private PipelineTable() {}

  static String of(PipelineReport report) {
    return """
    Highest level rates, half of the last one, and the hold (last line):
    %s
    CPU microseconds an event during the hold: %s
    %s: %,d events acknowledged, %,d rows, %,d refused%s
    %s, Java %s, %s, %d s\
    """
        .formatted(
            table(report),
            report.figures().cpuUsPerEvent(),
            report.balance().balanced() ? "The books balance" : "THE BOOKS DO NOT BALANCE",
            report.balance().acknowledged(),
            report.balance().rows(),
            report.balance().sent() - report.balance().acknowledged(),
            findings(report),
            report.machine(),
            report.java(),
            report.date(),
            report.seconds());
  }

  private static String findings(PipelineReport report) {
    return String.join(
        "", report.balance().findings().stream().map(finding -> "\n  " + finding).toList());
  }

  private static String table(PipelineReport report) {
    List<RateResult> rows = new ArrayList<>(report.rates());
    rows.addAll(report.half());
    rows.add(report.hold());
    return AsciiTable.getTable(
        AsciiTable.NO_BORDERS,
        rows,
        List.of(
            right("a request", rate -> Integer.toString(rate.batch())),
            right("events/s", rate -> "%,d".formatted(rate.eventsPerSecond())),
            right("s", rate -> number(rate.seconds())),
            right("level", rate -> rate.level() ? "yes" : "no"),
            right("202 p50 ms", rate -> number(rate.p50Ms())),
            right("p99 ms", rate -> number(rate.p99Ms())),
            right("row p50 ms", rate -> number(rate.freshness().p50Ms())),
            right("p99 ms", rate -> number(rate.freshness().p99Ms())),
            right("lag s", rate -> number(rate.lagSecondsEnd())),
            right("processors", rate -> number(rate.cpuCores())),
            right("us an event", rate -> number(rate.cpuUsPerEvent().getOrDefault("all", 0.0)))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static ColumnData<RateResult> right(String header, Function<RateResult, String> value) {
    return new Column().header(header).dataAlign(HorizontalAlign.RIGHT).with(value);
  }
}
