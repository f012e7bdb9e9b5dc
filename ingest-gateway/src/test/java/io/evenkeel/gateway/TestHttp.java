package io.evenkeel.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** A vehicle's side of HTTP. */
final class TestHttp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final URI base;

  TestHttp(URI base) {
    this(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
  }

  private TestHttp(URI base, HttpClient.Builder client) {
    this.base = base;
    this.client = client.build();
  }

  /** A client that asks for HTTP/2 in its own way. */
  static TestHttp http2(URI base) {
    return new TestHttp(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_2));
  }

  /** A client that speaks TLS. */
  static TestHttp tls(URI base, HttpClient.Version version, SSLContext trust) {
    return new TestHttp(base, HttpClient.newBuilder().version(version).sslContext(trust));
  }

  Reply post(String path, String bearer, String json) {
    return send(request(path, bearer, "application/json", json.getBytes(StandardCharsets.UTF_8)));
  }

  CompletableFuture<Reply> postAsync(String path, String bearer, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return client
        .sendAsync(request(path, bearer, "application/json", body).build(), BodyHandlers.ofString())
        .thenApply(TestHttp::reply);
  }

  Reply get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  Reply send(HttpRequest.Builder request) {
    try {
      return reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException("No answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("Interrupted", e);
    }
  }

  HttpRequest.Builder request(String path, String bearer, String contentType, byte[] body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + bearer)
        .header("Content-Type", contentType)
        .POST(BodyPublishers.ofByteArray(body));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static Reply reply(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Reply(response.statusCode(), headers, response.body(), response.version());
  }

  /** An answer. */
  record Reply(int status, Map<String, String> headers, String body, HttpClient.Version version) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("Not JSON: " + body, e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String code() {
      return json().path("code").asText();
    }
  }
}
