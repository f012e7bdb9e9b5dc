package io.evenkeel.load.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots of a hold as PNG files: the library draws text in SVG as outlines, ten times as large. */
final class Plots {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 280;
  private static final double SMOOTHED_SECONDS = 5;
  private static final int POINTS_MIN = 2;

  private Plots() {}

  /**
   * Writes the plots.
   *
   * @param stem path of the files without what tells them apart
   * @return file names by what they show; none if there are no samples
   */
  static Map<String, String> write(PipelineReport report, Path stem) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    if (report.samples().size() < POINTS_MIN) {
      return files;
    }
    List<Sample> samples = report.samples();
    add(files, stem, "rate", rate(samples));
    add(files, stem, "lag", lag(samples));
    add(files, stem, "cpu", cpu(report));
    return files;
  }

  private static void add(Map<String, String> files, Path stem, String what, XYChart chart)
      throws IOException {
    Path file = stem.resolveSibling(stem.getFileName() + "-" + what);
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    files.put(chart.getTitle(), file.getFileName() + ".png");
  }

  private static XYChart rate(List<Sample> samples) {
    XYChart chart = chart("Acknowledged events/s", "events/s");
    addSlope(chart, "acknowledged", samples, Sample::accepted);
    return chart;
  }

  private static XYChart lag(List<Sample> samples) {
    XYChart chart = chart("Lag: age of the oldest event that is not stored", "seconds");
    chart
        .addSeries(
            "lag",
            samples.stream().mapToDouble(Sample::second).toArray(),
            samples.stream().mapToDouble(Sample::lagSeconds).toArray())
        .setMarker(SeriesMarkers.NONE);
    return chart;
  }

  private static XYChart cpu(PipelineReport report) {
    XYChart chart = chart("Processors in use by process", "processors");
    for (String process : report.hold().cpuUsPerEvent().keySet()) {
      if (!process.equals(CpuShares.ALL)) {
        addSlope(
            chart,
            process,
            report.samples(),
            sample -> sample.cpuSeconds().getOrDefault(process, 0.0));
      }
    }
    return chart;
  }

  // How fast a counter grows, over some seconds each.
  private static void addSlope(
      XYChart chart, String name, List<Sample> samples, ToDoubleFunction<Sample> counter) {
    List<Double> seconds = new ArrayList<>();
    List<Double> slopes = new ArrayList<>();
    Sample from = samples.getFirst();
    for (Sample sample : samples) {
      double passed = sample.second() - from.second();
      if (passed >= SMOOTHED_SECONDS) {
        seconds.add(sample.second());
        slopes.add((counter.applyAsDouble(sample) - counter.applyAsDouble(from)) / passed);
        from = sample;
      }
    }
    if (seconds.size() >= POINTS_MIN) {
      chart.addSeries(name, seconds, slopes).setMarker(SeriesMarkers.NONE);
    }
  }

  private static XYChart chart(String title, String axis) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("seconds")
            .yAxisTitle(axis)
            .theme(ChartTheme.Matlab)
            .build();
    chart.getStyler().setYAxisMin(0.0).setLegendPosition(LegendPosition.OutsideE);
    return chart;
  }
}
