package io.evenkeel.dashboards;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A real Prometheus that scrapes every second, on a free port of the loopback. */
final class PrometheusProcess implements AutoCloseable {
  /** What to do where there is none. */
  static final String MISSING =
      "Prometheus is missing: apt-get install prometheus (no service has to run)";

  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private PrometheusProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts it and waits until it has scraped every job.
   *
   * @param ports where each job's target serves its metrics
   */
  static PrometheusProcess start(Path directory, Map<String, Integer> ports) throws IOException {
    Path config = Files.writeString(directory.resolve("prometheus.yml"), config(ports));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusProcess(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Waits until all jobs have been scraped more than once. */
  void awaitScrapes(int jobs) {
    await("every job is scraped")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> samples("sum_over_time(up[30s]) > 5") == jobs);
  }

  /** How many numbers an expression gives now; NaN is none. */
  int samples(String expression) {
    JsonNode answer = ask(expression);
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(answer.path("error").asText() + " in " + expression);
    }
    int samples = 0;
    for (JsonNode series : answer.path("data").path("result")) {
      samples += series.path("value").path(1).asText().equals("NaN") ? 0 : 1;
    }
    return samples;
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.destroyForcibly().onExit().join();
  }

  private JsonNode ask(String expression) {
    String query = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/api/v1/query"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(query))
            .build();
    try {
      return json.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String config(Map<String, Integer> ports) {
    StringBuilder config =
        new StringBuilder("global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n");
    ports.forEach((job, port) ->
        config.append(
            """
              - job_name: %s
                metrics_path: /prometheus
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(job, port)));
    return config.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
