package io.evenkeel.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.evenkeel.admin.JobBooks;
import io.evenkeel.cli.CliException;
import io.evenkeel.client.BatchOptions;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.EventSender;
import io.evenkeel.client.TelemetryClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run against a gateway that stops taking events in the middle, and the run after it. */
@Timeout(60)
class BackfillRunTest {
  private static final int EVENTS = 100;
  private static final int REFUSED_FROM = 37;

  @TempDir private Path directory = Path.of(".");

  private final Set<Integer> accepted = new ConcurrentSkipListSet<>();
  private final StringWriter err = new StringWriter();
  private volatile boolean refuses = true;

  @SuppressWarnings("NullAway.Init") // started before each test
  private HttpServer gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/", this::answer);
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @Test
  void stopsBeforeTheFirstEventWithoutAnAnswerAndGoesOnFromThere() throws Exception {
    Path first = file("a.ndjson", 0, 30);
    Path second = file("b.ndjson", 30, EVENTS);
    List<Path> files = List.of(first, second);
    Checkpoint start =
        Checkpoint.start(
            "job",
            List.of(Checkpoint.FileMark.of(first), Checkpoint.FileMark.of(second)),
            new JobBooks(0, 0, 0));

    assertThatThrownBy(() -> run(files, start)).isInstanceOf(CliException.class);

    Checkpoint stopped = Checkpoint.read(checkpointFile(), start.files()).orElseThrow();
    assertThat(stopped.read()).isLessThanOrEqualTo(REFUSED_FROM);
    assertThat(accepted).containsAll(IntStream.range(0, (int) stopped.read()).boxed().toList());

    refuses = false;
    Checkpoint end = run(files, stopped);

    assertThat(end.accepted()).isEqualTo(EVENTS - 1);
    assertThat(end.rejected()).isEqualTo(1);
    assertThat(end.eventsInFile()).isEqualTo(EVENTS - 30);
    assertThat(accepted)
        .isEqualTo(
            IntStream.range(0, EVENTS).filter(i -> i != 50).boxed().collect(Collectors.toSet()));
    assertThat(err.toString()).contains("event 21 of b.ndjson: no (c)");
  }

  private Checkpoint run(List<Path> files, Checkpoint from)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    ClientOptions options = ClientOptions.of(uri, "evk_test").givingUpAfter(Duration.ofSeconds(30));
    try (TelemetryClient client = new TelemetryClient(options)) {
      EventSender sender = EventSender.backfill(client, "job", BatchOptions.DEFAULT.with(10, 3));
      return new BackfillRun(
              sender,
              files,
              FileFormat.NDJSON,
              checkpointFile(),
              from,
              new RejectionLog(new PrintWriter(err, true)))
          .send();
    }
  }

  // Refuses batches with events from a number on; later, only event 50, and that for good.
  private void answer(HttpExchange exchange) throws IOException {
    List<Integer> events =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> Integer.parseInt(line.replaceAll("\\D", "")))
            .toList();
    if (refuses && events.stream().anyMatch(event -> event >= REFUSED_FROM)) {
      send(exchange, 403, "{\"code\":\"tenant-blocked\"}");
      return;
    }
    String rejected =
        events.contains(50)
            ? "{\"index\":%d,\"code\":\"c\",\"detail\":\"no\",\"retryable\":false}"
                .formatted(events.indexOf(50))
            : "";
    events.stream().filter(event -> event != 50).forEach(accepted::add);
    int count = events.size() - (rejected.isEmpty() ? 0 : 1);
    send(exchange, 202, "{\"accepted\":%d,\"rejected\":[%s]}".formatted(count, rejected));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Path file(String name, int from, int to) throws IOException {
    return Files.write(
        directory.resolve(name),
        IntStream.range(from, to).mapToObj(i -> "{\"seq\":" + i + "}").toList());
  }

  private Path checkpointFile() {
    return directory.resolve("checkpoint.json");
  }
}
