package io.evenkeel.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** A service's metrics endpoint that says what a test tells it to. Safe for use by many threads. */
final class Exposition implements AutoCloseable {
  private final HttpServer server;
  private final AtomicReference<String> text = new AtomicReference<>("");

  Exposition() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/prometheus", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Lines of the text format, without their line ends. */
  void says(String... lines) {
    text.set(String.join("\n", lines) + "\n");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
