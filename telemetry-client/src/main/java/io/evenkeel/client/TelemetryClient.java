package io.evenkeel.client;

import io.github.resilience4j.core.IntervalFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Sends batches and repeats them until each event has a final answer or the time is up. Safe for
 * use by many threads; a call blocks its thread, so concurrent batches belong on virtual threads.
 */
public final class TelemetryClient implements AutoCloseable {
  private final ClientOptions options;
  private final HttpClient http;
  private final IntervalFunction backoff;

  public TelemetryClient(ClientOptions options) {
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    // Jitter keeps a fleet that lost its server together from coming back together.
    this.backoff =
        IntervalFunction.ofExponentialRandomBackoff(
            options.backoffFirst(), 2.0, 0.5, options.backoffMax());
  }

  /** Sends events on the live lane. */
  public SendResult sendLive(List<byte[]> events) throws InterruptedException {
    return send("/v1/telemetry", events, Map.of());
  }

  /** Sends events of a backfill job on the backfill lane. */
  public SendResult sendBackfill(String job, List<byte[]> events) throws InterruptedException {
    return send("/v1/backfill/" + job, events, Map.of());
  }

  /**
   * Sends dead letters again on the backfill lane. The gateway does not keep what it refuses of
   * them once more; the key needs the scope admin for that.
   *
   * @param run number of the replay, 1 or greater
   */
  public SendResult sendReplay(long run, String job, List<byte[]> events)
      throws InterruptedException {
    return send("/v1/backfill/" + job, events, Map.of("Evenkeel-Replay", Long.toString(run)));
  }

  /**
   * Asks what would become of events of a backfill job; nothing is stored or kept.
   *
   * @return counts of events that would be accepted and rejected
   */
  public SendResult dryRunBackfill(String job, List<byte[]> events) throws InterruptedException {
    return send("/v1/backfill/" + job + "?dry_run=true", events, Map.of());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private SendResult send(String path, List<byte[]> events, Map<String, String> headers)
      throws InterruptedException {
    long deadline = System.nanoTime() + options.giveUpAfter().toNanos();
    List<SendResult.Rejection> rejected = new ArrayList<>();
    List<Integer> open = IntStream.range(0, events.size()).boxed().toList();
    int accepted = 0;
    int attempts = 0;
    while (true) {
      attempts++;
      Answer answer = attempt(path, select(events, open), headers);
      String reason = "events were not acknowledged";
      Duration pause = Duration.ofMillis(backoff.apply(Math.min(attempts, 30)));
      switch (answer) {
        case Answer.Processed processed -> {
          accepted += processed.accepted();
          rejected.addAll(inBatch(processed.rejected(), open));
          open = retryable(processed, open);
        }
        case Answer.TryLater later -> {
          reason = later.reason();
          pause = later.notBefore().plus(pause);
        }
        case Answer.Refused refused -> {
          return new SendResult(accepted, rejected, open.size(), attempts, refused.reason());
        }
      }
      if (open.isEmpty()) {
        return new SendResult(accepted, rejected, 0, attempts, "");
      }
      if (System.nanoTime() + pause.toNanos() > deadline) {
        return new SendResult(accepted, rejected, open.size(), attempts, reason);
      }
      Thread.sleep(pause);
    }
  }

  private Answer attempt(String path, List<byte[]> events, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(options.gateway() + path))
            .timeout(options.requestTimeout())
            .header("Authorization", "Bearer " + options.apiKey())
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(lines(events)));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String retryAfter = response.headers().firstValue("Retry-After").orElse("");
      return AnswerReader.read(response.statusCode(), retryAfter, response.body());
    } catch (IOException e) {
      // No answer says nothing about whether the events were taken: they are sent again, with the
      // same identities.
      return new Answer.TryLater("no answer from the gateway: " + e, Duration.ZERO);
    }
  }

  private static List<byte[]> select(List<byte[]> events, List<Integer> indexes) {
    return indexes.size() == events.size() ? events : indexes.stream().map(events::get).toList();
  }

  private static List<SendResult.Rejection> inBatch(
      List<SendResult.Rejection> inRequest, List<Integer> open) {
    return inRequest.stream()
        .map(r -> new SendResult.Rejection(open.get(r.index()), r.code(), r.detail()))
        .toList();
  }

  private static List<Integer> retryable(Answer.Processed processed, List<Integer> open) {
    return IntStream.range(0, open.size())
        .filter(processed.retryable()::contains)
        .mapToObj(open::get)
        .toList();
  }

  private static byte[] lines(List<byte[]> events) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(events.size() * 256);
    for (byte[] event : events) {
      body.writeBytes(event);
      body.write('\n');
    }
    return body.toByteArray();
  }
}
