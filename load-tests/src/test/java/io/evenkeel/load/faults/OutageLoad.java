package io.evenkeel.load.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Senders that never stop and never wait as long as they are asked to, and count what they are
 * told. Every event has an id of its own and is sent once.
 */
final class OutageLoad implements AutoCloseable {
  private static final int SENDERS = 24;
  private static final int EVENTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");

  private final URI telemetry;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong withoutRetryAfter = new AtomicLong();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> answers = new ConcurrentSkipListMap<>();
  private final Map<String, Long> meanwhile = new ConcurrentSkipListMap<>();
  private final Map<String, Long> since = new ConcurrentSkipListMap<>();
  private volatile Phase phase = Phase.BEFORE;

  OutageLoad(URI gateway, String key) {
    this.telemetry = gateway.resolve("/v1/telemetry");
    this.key = key;
  }

  void start() {
    for (int sender = 0; sender < SENDERS; sender++) {
      threads.submit(this::run);
    }
  }

  /** From here on the requests that begin count as during the outage. */
  void startCounting() {
    phase = Phase.MEANWHILE;
  }

  /** From here on they count as after it. */
  void startCountingAgain() {
    phase = Phase.SINCE;
  }

  /** Waits until the requests under way are answered. */
  void stop() {
    phase = Phase.OVER;
    threads.close();
  }

  int acceptedEvents() {
    return accepted.size();
  }

  long acceptedSince() {
    return since.getOrDefault("202 accepted", 0L) * EVENTS;
  }

  /** Ids of all accepted events. */
  Set<String> acceptedIds() {
    return new TreeSet<>(accepted);
  }

  /** All answers: status and code to how often. */
  Map<String, Long> answers() {
    return answers;
  }

  /** Answers to requests that began during the outage. */
  Map<String, Long> meanwhile() {
    return meanwhile;
  }

  /** Answers to requests that began after it. */
  Map<String, Long> since() {
    return since;
  }

  /** Refusals that did not say when to come again. */
  long answersWithoutRetryAfter() {
    return withoutRetryAfter.get();
  }

  @Override
  public void close() {
    phase = Phase.OVER;
    threads.shutdownNow();
    http.shutdownNow();
  }

  private Void run() throws InterruptedException {
    while (phase != Phase.OVER) {
      Phase began = phase;
      try {
        count(began, send(batches.incrementAndGet()));
      } catch (IOException e) {
        count(began, "none " + e.getClass().getSimpleName());
      }
      Thread.sleep(PAUSE);
    }
    return null;
  }

  private void count(Phase began, String answer) {
    answers.merge(answer, 1L, Long::sum);
    if (began == Phase.MEANWHILE) {
      meanwhile.merge(answer, 1L, Long::sum);
    } else if (began == Phase.SINCE) {
      since.merge(answer, 1L, Long::sum);
    }
  }

  private String send(long batch) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(telemetry)
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(batch)))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() == 202) {
      acceptAllBut(response.body(), batch);
      return "202 accepted";
    }
    if (response.headers().firstValue("Retry-After").isEmpty()) {
      withoutRetryAfter.incrementAndGet();
    }
    Matcher code = CODE.matcher(response.body());
    return response.statusCode() + " " + (code.find() ? code.group(1) : "");
  }

  // A batch's events are of one vehicle: the log takes all of them or none.
  private void acceptAllBut(String body, long batch) throws IOException {
    if (!body.contains("\"accepted\":" + EVENTS + ",")) {
      throw new IOException("a part was accepted: " + body);
    }
    for (int event = 0; event < EVENTS; event++) {
      accepted.add(id(batch, event));
    }
  }

  private static String body(long batch) {
    StringBuilder body = new StringBuilder("{\"vehicle\":\"v" + batch % 500 + "\",\"events\":[");
    for (int event = 0; event < EVENTS; event++) {
      body.append(event == 0 ? "" : ",")
          .append("{\"time\":" + InstantSource.system().millis())
          .append(",\"signals\":{\"own_id\":\"" + id(batch, event) + "\"}}");
    }
    return body.append("]}").toString();
  }

  private static String id(long batch, int event) {
    return batch + "." + event;
  }

  private enum Phase {
    BEFORE,
    MEANWHILE,
    SINCE,
    OVER
  }
}
