package io.evenkeel.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean healthy = new AtomicBoolean(true);

  @Test
  void servesMetricsAndHealth() throws IOException, InterruptedException {
    registry.counter("evenkeel.sink.rows.stored", "lane", "live").increment(3);
    try (AdminServer server =
        AdminServer.start("127.0.0.1", 0, registry.getPrometheusRegistry(), healthy::get)) {
      assertThat(get(server, "/metrics").body())
          .contains("evenkeel_sink_rows_stored_total{lane=\"live\"} 3.0");
      assertThat(get(server, "/health").statusCode()).isEqualTo(200);

      healthy.set(false);

      assertThat(get(server, "/health").statusCode()).isEqualTo(503);
    }
  }

  private static HttpResponse<String> get(AdminServer server, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
