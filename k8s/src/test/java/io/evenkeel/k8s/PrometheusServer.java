package io.evenkeel.k8s;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real Prometheus that scrapes every half second, in a directory of the test's. */
final class PrometheusServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether this machine has the program; Debian's package is {@code prometheus}. */
  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts it; the first answers come within seconds.
   *
   * @param targets port to scrape by the pod's name, all of the namespace {@code evenkeel}
   */
  static PrometheusServer start(Path directory, Map<String, Integer> targets) {
    try {
      Path config = Files.writeString(directory.resolve("prometheus.yml"), config(targets));
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
      return new PrometheusServer(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer to an instant query: values by the label pod; empty if there is no series. */
  Map<String, Double> query(String promQl) {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(promQl, StandardCharsets.UTF_8)));
    try {
      JsonNode answer =
          JSON.readTree(
              http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
      Map<String, Double> values = new TreeMap<>();
      for (JsonNode series : answer.at("/data/result")) {
        values.put(series.at("/metric/pod").asText(), series.at("/value/1").asDouble());
      }
      if (!answer.path("status").asText().equals("success")) {
        throw new IllegalArgumentException(answer.toString());
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static String config(Map<String, Integer> targets) {
    return targets.entrySet().stream()
        .map(target ->
            """
                  - targets: ["127.0.0.1:%d"]
                    labels: {namespace: evenkeel, pod: %s}
            """
                .formatted(target.getValue(), target.getKey()))
        .collect(
            Collectors.joining(
                "",
                """
                global:
                  scrape_interval: 500ms
                  scrape_timeout: 500ms
                scrape_configs:
                  - job_name: evenkeel
                    metrics_path: /prometheus
                    static_configs:
                """,
                ""));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
