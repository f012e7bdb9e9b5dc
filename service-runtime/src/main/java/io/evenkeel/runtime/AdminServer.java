package io.evenkeel.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Health and metrics over HTTP: {@code /prometheus}, {@code /health/liveness}, {@code
 * /health/readiness} and {@code /health}, which is the latter. 200 or 503.
 */
public final class AdminServer implements AutoCloseable {
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts.
   *
   * @param address port 0 for any free one
   * @param alive asked at each request: false asks for a restart
   * @param ready asked at each request: false asks to wait
   * @throws UncheckedIOException if it cannot listen there
   */
  public static AdminServer start(
      InetSocketAddress address,
      PrometheusMeterRegistry registry,
      BooleanSupplier alive,
      BooleanSupplier ready) {
    try {
      AdminServer admin = new AdminServer(HttpServer.create(address, 0));
      admin.server.setExecutor(admin.threads);
      admin.server.createContext("/prometheus", exchange -> metrics(exchange, registry));
      admin.server.createContext("/health/liveness", exchange -> health(exchange, alive));
      admin.server.createContext("/health", exchange -> health(exchange, ready));
      admin.server.start();
      return admin;
    } catch (IOException e) {
      throw new UncheckedIOException("Health and metrics cannot listen on " + address, e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private static void metrics(HttpExchange exchange, PrometheusMeterRegistry registry)
      throws IOException {
    answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
  }

  private static void health(HttpExchange exchange, BooleanSupplier up) throws IOException {
    boolean isUp = up.getAsBoolean();
    String body = "{\"status\":\"" + (isUp ? "UP" : "DOWN") + "\"}";
    answer(exchange, isUp ? 200 : 503, "application/json", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
