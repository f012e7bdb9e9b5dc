package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  @TempDir private Path directory = Path.of(".");

  @Test
  void writesAPageThatShowsEveryPlotItWrites() throws Exception {
    Path file = directory.resolve("docs/run.md");

    ReportPage.write(report(40), file);

    String page = Files.readString(file);
    for (String plot : List.of("run-rate.png", "run-lag.png", "run-cpu.png")) {
      assertThat(page).contains("](" + plot + ")");
      BufferedImage image = ImageIO.read(file.resolveSibling(plot).toFile());
      assertThat(image.getWidth()).isGreaterThan(image.getHeight());
    }
    assertThat(page).contains("| gateway | 2.50 |", "61,000", "| `balanced` | true");
  }

  @Test
  void leavesPlotsOutWhenNothingWasSampled() throws Exception {
    Path file = directory.resolve("short.md");

    ReportPage.write(report(0), file);

    assertThat(file).content().doesNotContain(".png");
  }

  @Test
  void isMarkdown() {
    assertThatThrownBy(() -> ReportPage.write(report(0), directory.resolve("run.html")))
        .hasMessageContaining(".md");
  }

  private static PipelineReport report(int samples) {
    Map<String, Double> cpu = Map.of("gateway", 2.5, "all", 2.5);
    RateResult rate =
        new RateResult(
            50,
            61_000,
            61_000,
            20,
            true,
            3,
            9,
            0,
            new Freshness(200, 400, 10),
            0.2,
            0.4,
            3,
            1.9,
            0.05,
            cpu);
    Balance balance = new Balance(true, 1_000, 1_000, Map.of(), 0, 0, 1_000, 0, 1, List.of());
    return new PipelineReport(
        new PipelineFigures(4_000, 20_000, 61_000, 0.2, true, true, 20, cpu),
        List.of(rate),
        List.of(),
        rate,
        List.of(rate),
        balance,
        IntStream.range(0, samples)
            .mapToObj(i -> new Sample(i / 2.0, i * 1_000L, 3, 0.2, Map.of("gateway", i * 0.1)))
            .toList(),
        2_000,
        64,
        100,
        "evenkeel bench pipeline",
        "2026-01-01T00:00:00Z",
        "2 x processor",
        "25");
  }
}
