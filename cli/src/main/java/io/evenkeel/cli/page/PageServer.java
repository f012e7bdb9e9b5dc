package io.evenkeel.cli.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.evenkeel.cli.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET and HEAD on the loopback address, from a fixed set of paths. It answers only to its
 * own name: a foreign site whose name is made to point here (DNS rebinding) reads nothing.
 */
final class PageServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);
  private static final int THREADS = 8;
  private static final String JSON = "application/json";
  // Nothing from elsewhere, nothing inline.
  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** What a path answers. */
  @FunctionalInterface
  interface Route {
    /** Answers a request. */
    Answer answer() throws InterruptedException;
  }

  /** An answer's status, media type and body. */
  record Answer(int status, String type, byte[] body) {
    /** Says that there is nothing to show yet. */
    static final Answer NOTHING_YET = new Answer(204, JSON, new byte[0]);

    static Answer json(int status, Object value) {
      return new Answer(status, JSON, Json.write(value).getBytes(StandardCharsets.UTF_8));
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Map<String, Route> routes;

  private PageServer(HttpServer server, Map<String, Route> routes) {
    this.server = server;
    this.routes = Map.copyOf(routes);
  }

  /**
   * Starts.
   *
   * @param routes by path
   * @throws BindException if the port is taken and no other one will do
   */
  static PageServer start(PagePort port, Map<String, Route> routes) throws IOException {
    PageServer page = new PageServer(listen(port), routes);
    page.server.setExecutor(page.threads);
    page.server.createContext("/", page::handle);
    page.server.start();
    return page;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer listen(PagePort port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      return HttpServer.create(new InetSocketAddress(loopback, port.port()), 0);
    } catch (BindException taken) {
      if (!port.orAnyFree()) {
        throw taken;
      }
      return HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      Headers headers = exchange.getResponseHeaders();
      SECURITY_HEADERS.forEach(headers::set);
      headers.set("Content-Type", answer.type());
      if (exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("The page could not answer");
      throw e;
    }
  }

  private Answer answer(HttpExchange exchange) throws InterruptedException {
    if (!names().contains(String.valueOf(exchange.getRequestHeaders().getFirst("Host")))) {
      return refused(421, "wrong-host");
    }
    if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return refused(405, "method-not-allowed");
    }
    Route route = routes.get(exchange.getRequestURI().getPath());
    return route == null ? refused(404, "not-found") : route.answer();
  }

  private Set<String> names() {
    int port = server.getAddress().getPort();
    return Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  private static Answer refused(int status, String code) {
    return Answer.json(status, Map.of("error", code));
  }
}
