package io.evenkeel.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Health ({@code /health}) and metrics ({@code /metrics}) on a port of their own. */
public final class AdminServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService executor;

  private AdminServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts serving.
   *
   * @param port 0 chooses a free one
   * @param healthy asked at each request
   * @throws IOException if the port is taken
   */
  public static AdminServer start(
      String host, int port, PrometheusRegistry registry, BooleanSupplier healthy)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("evenkeel-sink-admin").daemon().factory());
    server.setExecutor(executor);
    server.createContext("/metrics", new MetricsHandler(registry));
    server.createContext("/health", exchange -> health(exchange, healthy.getAsBoolean()));
    server.start();
    return new AdminServer(server, executor);
  }

  /** The port. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void health(HttpExchange exchange, boolean healthy) throws IOException {
    byte[] body =
        (healthy ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}")
            .getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(healthy ? OK : UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
