package io.evenkeel.cli.page;

import io.evenkeel.cli.page.PageServer.Answer;
import io.evenkeel.cli.page.PageServer.Route;
import io.evenkeel.sink.audit.Audit;
import io.evenkeel.sink.audit.AuditOptions;
import io.evenkeel.sink.audit.AuditOptions.MinuteScope;
import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The page of the local stack.
 *
 * <pre>
 *  browser --GET--> PageServer --> /            files
 *                              --> /api/fleet, /api/trails, /api/letters --> Feed --> PostgreSQL
 *                              --> /api/books                            --> Feed --> Audit
 *                              --> /api/pipeline --> meters, RateHistory <-- one reading a second
 * </pre>
 */
public final class LocalPage implements AutoCloseable {
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
  // A little less than a second: who asks each second gets something new each time.
  private static final Duration FLEET_REST = Duration.ofMillis(900);
  private static final Duration TRAILS_REST = Duration.ofSeconds(30);
  private static final Duration LETTERS_REST = Duration.ofMillis(1_900);
  private static final Duration BOOKS_REST = Duration.ofMillis(1_900);
  private static final Duration WAIT_MAX = Duration.ofSeconds(1);
  private static final int CONNECTIONS = 2;
  private static final String SESSION =
      "SET default_transaction_read_only = on; SET statement_timeout = 2000";
  // The log since the last audit, without rows and minutes: those are the caretaker's to compare.
  private static final AuditOptions CUT =
      new AuditOptions(
          200_000, 1_000, false, new MinuteScope.Slices(List.of()), true, Optional.empty());
  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "page.css", "text/css; charset=utf-8",
          "icon.svg", "image/svg+xml",
          "page.js", "text/javascript; charset=utf-8",
          "plane.js", "text/javascript; charset=utf-8",
          "stages.js", "text/javascript; charset=utf-8",
          "books.js", "text/javascript; charset=utf-8",
          "dom.js", "text/javascript; charset=utf-8");

  /**
   * What the page reads.
   *
   * @param kafka bootstrap servers
   * @param jdbcUrl of the database, without credentials
   * @param jdbcUrlWithCredentials the same with them
   * @param metrics of all stages
   * @param tenant whose vehicles are shown
   */
  public record Sources(
      String kafka,
      String jdbcUrl,
      String user,
      String password,
      String jdbcUrlWithCredentials,
      MeterRegistry metrics,
      String tenant) {
    /** Never the password: it must not reach a log. */
    @Override
    public String toString() {
      return "Sources[" + kafka + ", " + jdbcUrl + ", " + tenant + "]";
    }
  }

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final MeterRegistry metrics;
  private final RateHistory history = new RateHistory();
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final InstantSource clock = InstantSource.system();
  private final PageServer server;

  private LocalPage(PagePort port, Sources sources) throws IOException {
    this.metrics = sources.metrics();
    Database database =
        opened(
            Database.open(
                sources.jdbcUrl(),
                sources.user(),
                sources.password(),
                "evenkeel-page",
                CONNECTIONS,
                SESSION));
    Audit audit = opened(Audit.of(sources.kafka(), sources.jdbcUrlWithCredentials()));
    // A reading under way ends before its connections do.
    opened(readers::shutdownNow);
    startSampling();
    try {
      this.server = opened(PageServer.start(port, routes(database, audit, sources.tenant())));
    } catch (IOException | RuntimeException e) {
      closeAfter(e);
      throw e;
    }
  }

  /**
   * Starts.
   *
   * @throws IOException if it cannot listen
   */
  public static LocalPage start(PagePort port, Sources sources) throws IOException {
    return new LocalPage(port, sources);
  }

  /** Its address. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  // The last opened is the first closed.
  private <T extends AutoCloseable> T opened(T part) {
    parts.addFirst(part);
    return part;
  }

  private void startSampling() {
    ScheduledExecutorService sampler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("page-rates").factory());
    opened(sampler::shutdownNow);
    var _ =
        sampler.scheduleWithFixedDelay(
            () -> history.add(StageCounts.read(metrics, System.nanoTime())),
            0,
            SAMPLE_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private Map<String, Route> routes(Database database, Audit audit, String tenant) {
    FleetQueries fleet = new FleetQueries(database, tenant, clock);
    Map<String, Route> routes = new HashMap<>();
    FILES.forEach((name, type) -> routes.put("/" + name, file(name, type)));
    routes.put("/", file("index.html", "text/html; charset=utf-8"));
    routes.put("/favicon.ico", file("icon.svg", "image/svg+xml"));
    routes.put("/api/pipeline", () -> Answer.json(200, pipeline()));
    routes.put("/api/fleet", feed("fleet", fleet::fleet, FLEET_REST));
    routes.put("/api/trails", feed("trails", fleet::trails, TRAILS_REST));
    routes.put("/api/letters", feed("letters", () -> LettersView.read(database), LETTERS_REST));
    routes.put("/api/books", feed("books", () -> books(audit), BOOKS_REST));
    return routes;
  }

  private PipelineView pipeline() {
    return PipelineView.read(metrics, history, clock.millis());
  }

  private BooksView books(Audit audit) throws SQLException, InterruptedException {
    return BooksView.of(
        audit.run(CUT),
        PipelineView.largest(metrics, "evenkeel.audit.balanced"),
        PipelineView.largest(metrics, "evenkeel.audit.age"));
  }

  private <T> Route feed(String name, Feed.Source<T> source, Duration rest) {
    Feed<T> feed = new Feed<>(name, source, rest, WAIT_MAX, readers, System::nanoTime);
    return () ->
        switch (feed.latest()) {
          case Feed.Answer.Known<T>(T value) -> Answer.json(200, value);
          case Feed.Answer.Pending<T>() -> Answer.NOTHING_YET;
          case Feed.Answer.Failed<T>() -> Answer.json(503, Map.of("error", "no-answer"));
        };
  }

  private static Route file(String name, String type) {
    try (InputStream in = LocalPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The page's file " + name + " is missing");
      }
      Answer answer = new Answer(200, type, in.readAllBytes());
      return () -> answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
