package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of several tenants at once on few connections. Each sends its batches in order, each
 * batch until it is accepted. About one event in ten is not valid, and some name another tenant
 * wherever a careless gateway could look for it.
 */
final class SharedClients {
  private static final int CONNECTIONS = 16;
  private static final int RESTARTS = 2;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

  private final List<Member> members;
  private final int clients;
  private final int batches;
  private final long seed;
  private final Map<Member, AtomicInteger> accepted = new HashMap<>();
  private final AtomicInteger rejected = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Semaphore connections = new Semaphore(CONNECTIONS);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SharedClients(List<Member> members, int clients, int batches, long seed) {
    this.members = members;
    this.clients = clients;
    this.batches = batches;
    this.seed = seed;
    members.forEach(member -> accepted.put(member, new AtomicInteger()));
  }

  /**
   * Sends everything.
   *
   * @param restart called in between, evenly over the batches
   */
  void send(URI gateway, Runnable restart) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        running.add(threads.submit(() -> run(gateway, number)));
      }
      for (int i = 1; i <= RESTARTS; i++) {
        awaitAnswered(i * clients * batches / (RESTARTS + 1), running);
        restart.run();
      }
      for (Future<?> client : running) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed", e.getCause());
    } finally {
      http.close();
    }
  }

  /** Events that were accepted. */
  int accepted() {
    return accepted.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  int acceptedOf(Member member) {
    return counter(member).get();
  }

  /** Events that were refused for good. */
  int rejected() {
    return rejected.get();
  }

  private AtomicInteger counter(Member member) {
    return Objects.requireNonNull(accepted.get(member));
  }

  private void awaitAnswered(int batchesAnswered, List<Future<?>> running)
      throws InterruptedException {
    while (answered.get() < batchesAnswered && !running.stream().allMatch(Future::isDone)) {
      Thread.sleep(Duration.ofMillis(5));
    }
  }

  private Void run(URI gateway, int client) throws InterruptedException {
    Random random = new Random(seed * 1_000_003 + client);
    Member member = members.get(client % members.size());
    for (int batch = 0; batch < batches; batch++) {
      int events = 1 + random.nextInt(5);
      int invalid = random.nextInt(10) == 0 ? 1 : 0;
      String body = body(random, member, client, batch, events, invalid);
      sendUntilAccepted(gateway, member, body);
      counter(member).addAndGet(events);
      rejected.addAndGet(invalid);
      answered.incrementAndGet();
    }
    return null;
  }

  private void sendUntilAccepted(URI gateway, Member member, String body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/telemetry?tenant=" + other(member)))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + member.key())
            .header("Content-Type", "application/json")
            .header("X-Tenant", other(member))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    while (true) {
      connections.acquire();
      try {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 202) {
          return;
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
      } catch (IOException restarting) {
        // Nobody listens at the moment, or the answer got lost: a repeat is recognised.
      } finally {
        connections.release();
      }
      Thread.sleep(RETRY_PAUSE);
    }
  }

  // The identity is unique among all clients; the names of vehicles are not.
  private String body(
      Random random, Member member, int client, int batch, int events, int invalid) {
    List<String> texts = new ArrayList<>();
    for (int event = 0; event < events + invalid; event++) {
      String time =
          event < events ? Long.toString(InstantSource.system().millis()) : "\"yesterday\"";
      texts.add(
          """
          {"vehicle":"%s","time":%s,"id":"%d-%d-%d","signals":{"owner":"%s","soc":%d}}\
          """
              .formatted(
                  vehicle(random, member), time, client, batch, event, member.tenant(), event));
    }
    return "{\"events\":[" + String.join(",", texts) + "]}";
  }

  private String vehicle(Random random, Member member) {
    return random.nextInt(8) == 0 ? other(member) : "v" + random.nextInt(20);
  }

  private String other(Member member) {
    return members.get((members.indexOf(member) + 1) % members.size()).tenant();
  }

  /**
   * A tenant and its key.
   *
   * @param tenant slug
   */
  record Member(String tenant, String key) {}
}
