package io.evenkeel.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Sends batches and repeats them until each event has a final answer or the time is up. Safe for
 * use by many threads; a call blocks its thread, so concurrent batches belong on virtual threads.
 * {@link EventSender} makes the batches itself.
 *
 * <p>What is repeated is unchanged, so that its identity is recognised; only what has no final
 * answer is repeated; a batch that is too large is split.
 */
public final class TelemetryClient implements AutoCloseable {
  // A blank line holds no event, and is not an empty body, which a gateway refuses.
  private static final List<byte[]> NO_EVENT = List.of(new byte[0]);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final ClientOptions options;
  private final Pacing pacing;
  private final RandomGenerator random;
  private final HttpClient http;

  public TelemetryClient(ClientOptions options) {
    this(options, Pacing.SYSTEM, () -> ThreadLocalRandom.current().nextLong());
  }

  /** With other time and chance; both safe for use by many threads. */
  TelemetryClient(ClientOptions options, Pacing pacing, RandomGenerator random) {
    this.options = options;
    this.pacing = pacing;
    this.random = random;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** Sends events on the live lane. */
  public SendResult sendLive(List<byte[]> events) throws InterruptedException {
    return send(Route.LIVE, events);
  }

  /** Sends events of a backfill job on the backfill lane. */
  public SendResult sendBackfill(String job, List<byte[]> events) throws InterruptedException {
    return send(Route.backfill(job), events);
  }

  /**
   * Sends dead letters again on the backfill lane. The gateway does not keep what it refuses of
   * them once more; the key needs the scope admin for that.
   *
   * @param run number of the replay, 1 or greater
   */
  public SendResult sendReplay(long run, String job, List<byte[]> events)
      throws InterruptedException {
    Map<String, String> headers = Map.of("Evenkeel-Replay", Long.toString(run));
    return send(new Route(Route.backfill(job).path(), headers), events);
  }

  /**
   * Asks what would become of events of a backfill job; nothing is stored or kept.
   *
   * @return counts of events that would be accepted and rejected
   */
  public SendResult dryRunBackfill(String job, List<byte[]> events) throws InterruptedException {
    return send(new Route(Route.backfill(job).path() + "?dry_run=true", Map.of()), events);
  }

  /**
   * Asks whether the gateway takes live events under this key; none is sent.
   *
   * @return empty, or why not
   */
  public String probeLive() throws InterruptedException {
    return probe(Route.LIVE);
  }

  /** The same for a backfill job. */
  public String probeBackfill(String job) throws InterruptedException {
    return probe(Route.backfill(job));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /**
   * Sends events and tells of each.
   *
   * @return requests made
   * @throws InterruptedException if the thread is interrupted; the listener may not have heard of
   *     every event then
   */
  int deliver(Route route, List<byte[]> events, Delivery.OutcomeListener listener)
      throws InterruptedException {
    Delivery.Transport transport = (part, repeats) -> post(route, part, repeats);
    return new Delivery(transport, options, pacing, random, events, listener).run();
  }

  private SendResult send(Route route, List<byte[]> events) throws InterruptedException {
    ResultCollector collector = new ResultCollector();
    int attempts = deliver(route, events, collector);
    return collector.result(attempts);
  }

  private String probe(Route route) throws InterruptedException {
    try {
      Response response = post(route, NO_EVENT, 0);
      return switch (AnswerReader.read(response, InstantSource.system().instant())) {
        case Answer.Processed processed -> "";
        case Answer.TryLater later -> later.reason();
        case Answer.TooLarge large -> large.detail();
        case Answer.Refused refused -> refused.reason();
      };
    } catch (IOException e) {
      return "no answer: " + e.getMessage();
    }
  }

  private Response post(Route route, List<byte[]> events, int repeats)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(options.gateway() + route.path()))
            .timeout(options.requestTimeout())
            .header("Authorization", "Bearer " + options.apiKey())
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(options.coding().encode(lines(events))));
    route.headers().forEach(request::header);
    if (!options.coding().name().isEmpty()) {
      request.header("Content-Encoding", options.coding().name());
    }
    if (repeats > 0) {
      request.header("Retry-Attempt", Integer.toString(repeats));
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Response(
        response.statusCode(),
        response.headers().firstValue("Retry-After").orElse(""),
        response.body());
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
