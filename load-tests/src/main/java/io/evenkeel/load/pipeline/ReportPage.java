package io.evenkeel.load.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as a page of Markdown with plots beside it. */
public final class ReportPage {
  private static final String EXTENSION = ".md";

  private ReportPage() {}

  /**
   * Writes the page, and its plots as PNG files whose names begin like its own.
   *
   * @param file of the page, with {@code .md} at its end
   */
  public static void write(PipelineReport report, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(EXTENSION)) {
      throw new IllegalArgumentException("The report is Markdown: its name must end with .md");
    }
    String stem = name.substring(0, name.length() - EXTENSION.length());
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Map<String, String> plots = Plots.write(report, file.toAbsolutePath().resolveSibling(stem));
    Files.writeString(file, text(report, plots));
  }

  /**
   * The page's text.
   *
   * @param plots file names by what they show
   */
  static String text(PipelineReport report, Map<String, String> plots) {
    StringBuilder page = new StringBuilder("# The whole pipeline on one machine\n\n");
    page.append(
        """
        `%s`, %s, %s, Java %s, %d s. %,d vehicles, %d connections, the load on the same processors.
        Written by `--report`; [pipeline.md](pipeline.md) says what it means.

        """
            .formatted(
                report.command(),
                report.date(),
                report.machine(),
                report.java(),
                report.seconds(),
                report.vehicles(),
                report.connections()));
    appendFigures(page, report);
    page.append("## Rates\n\n");
    appendRates(page, report);
    page.append("\n## CPU time by process, microseconds an event\n\n");
    appendCpu(page, report);
    page.append("\n## Over the hold\n\n");
    plots.forEach((title, file) -> page.append("![%s](%s)\n\n".formatted(title, file)));
    page.append("## Every rate that was tried\n\n");
    appendTable(page, report.tried());
    return page.toString();
  }

  private static void appendFigures(StringBuilder page, PipelineReport report) {
    PipelineFigures figures = report.figures();
    page.append(
        """
        | figure | value |
        |---|---|
        | `events_per_second_batch50`, over %.0f s | **%,d** |
        | `events_per_second_batch10`, `events_per_second_batch1` | %,d, %,d |
        | `lag_seconds_end`, and at its worst | %.1f, %.1f |
        | `level` | %s |
        | `balanced` | %s: %,d events acknowledged, %,d rows, %,d refused |

        """
            .formatted(
                figures.holdSeconds(),
                figures.eventsPerSecondBatch50(),
                figures.eventsPerSecondBatch10(),
                figures.eventsPerSecondBatch1(),
                figures.lagSecondsEnd(),
                report.hold().lagSecondsMax(),
                figures.level(),
                figures.balanced(),
                report.balance().acknowledged(),
                report.balance().rows(),
                report.balance().sent() - report.balance().acknowledged()));
  }

  private static void appendRates(StringBuilder page, PipelineReport report) {
    List<RateResult> rates = new ArrayList<>(report.rates());
    rates.addAll(report.half());
    rates.add(report.hold());
    appendTable(page, rates);
    page.append("\nThe last line is the hold; before it, half of the highest level rate.\n");
  }

  private static void appendTable(StringBuilder page, List<RateResult> rates) {
    page.append(
        """
        | events a request | events/s | s | level | 202 p50, p99 ms | row p50, p99 ms | lag s: end, worst | processors | of them compilers | µs an event |
        |---|---|---|---|---|---|---|---|---|---|
        """);
    for (RateResult rate : rates) {
      page.append(
          String.format(
              Locale.ROOT,
              "| %d | %,d | %.0f | %s | %.1f, %.1f | %.0f, %.0f | %.1f, %.1f | %.2f | %.2f | %.1f |%n",
              rate.batch(),
              rate.eventsPerSecond(),
              rate.seconds(),
              rate.level() ? "yes" : "no",
              rate.p50Ms(),
              rate.p99Ms(),
              rate.freshness().p50Ms(),
              rate.freshness().p99Ms(),
              rate.lagSecondsEnd(),
              rate.lagSecondsMax(),
              rate.cpuCores(),
              rate.compilerCores(),
              rate.cpuUsPerEvent().getOrDefault(CpuShares.ALL, 0.0)));
    }
  }

  private static void appendCpu(StringBuilder page, PipelineReport report) {
    List<RateResult> rates = new ArrayList<>(report.rates());
    rates.add(report.hold());
    page.append("| process |");
    rates.forEach(rate -> page.append(" %d a request |".formatted(rate.batch())));
    page.append("\n|---|").append("---|".repeat(rates.size())).append('\n');
    for (String process : report.hold().cpuUsPerEvent().keySet()) {
      page.append("| ").append(process).append(" |");
      for (RateResult rate : rates) {
        page.append(
            String.format(Locale.ROOT, " %.2f |", rate.cpuUsPerEvent().getOrDefault(process, 0.0)));
      }
      page.append('\n');
    }
    page.append("\nThe last column is the hold.\n");
  }
}
