package io.evenkeel.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** An HTTP server that answers what it was told to, and remembers what it was sent. */
final class ScriptedGateway implements AutoCloseable {
  private final ConcurrentLinkedQueue<Function<Request, Reply>> script =
      new ConcurrentLinkedQueue<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final Semaphore gate = new Semaphore(0);
  private volatile boolean gated;

  /** One request; its events are the lines of the body. */
  record Request(List<String> events, String retryAttempt, String encoding, String path) {}

  /** One answer; status 0 closes the connection without one. */
  record Reply(int status, String retryAfter, String body) {
    static final Reply DROP = new Reply(0, "", "");

    static Reply of(int status, String body) {
      return new Reply(status, "", body);
    }
  }

  ScriptedGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next answers; after them everything is accepted. */
  void answers(Reply... replies) {
    for (Reply reply : replies) {
      script.add(_ -> reply);
    }
  }

  /** The next answer, made from the request. */
  void answers(Function<Request, Reply> reply) {
    script.add(reply);
  }

  /** Lets requests wait until the gate has a permit for each. */
  void holdRequests() {
    gated = true;
  }

  /** Every event that came, as often as it came. */
  List<String> eventsReceived() {
    List<String> all = new ArrayList<>();
    requests.forEach(request -> all.addAll(request.events()));
    return all;
  }

  static Reply accepting(Request request) {
    return Reply.of(202, "{\"accepted\":" + request.events().size() + ",\"rejected\":[]}");
  }

  @Override
  public void close() {
    gate.release(1_000_000);
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      if (gated) {
        gate.acquireUninterruptibly();
      }
      Function<Request, Reply> next = script.poll();
      Reply reply = next == null ? accepting(request) : next.apply(request);
      if (reply.status() > 0) {
        answer(exchange, reply);
      }
      // Closing an exchange without an answer closes its connection.
    }
  }

  private static void answer(HttpExchange exchange, Reply reply) throws IOException {
    if (!reply.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Request read(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    String encoding = header(exchange, "Content-Encoding");
    try (InputStream in =
        encoding.equals("gzip")
            ? new GZIPInputStream(new ByteArrayInputStream(sent))
            : new ByteArrayInputStream(sent)) {
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Request(
          body.lines().toList(),
          header(exchange, "Retry-Attempt"),
          encoding,
          exchange.getRequestURI().toString());
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
