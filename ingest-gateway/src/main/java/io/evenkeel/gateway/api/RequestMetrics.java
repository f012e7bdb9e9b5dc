package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Times requests by route, status, code and outcome: accepted, refused (the gateway said no) or
 * failed (something broke). Safe for use by many threads.
 */
public final class RequestMetrics {
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  // Ways to answer: 202, 200, and every code.
  private static final int ACCEPTED = 0;
  private static final int JUDGED = 1;
  private static final int CODES = 2;
  private static final int WAYS = CODES + ErrorCode.values().length;

  private final MeterRegistry registry;
  // Filled as answers occur: most codes never do. Asking the registry, or any map, for each request
  // would cost more than the rest of this class together.
  private final AtomicReferenceArray<@Nullable Timer> timers =
      new AtomicReferenceArray<>(Route.values().length * WAYS);

  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
    // What nobody has sent yet is 0, so that rates can be taken from the first request on.
    for (Lane lane : Lane.values()) {
      var _ = timer(Route.of(lane), ACCEPTED, 202, null);
    }
  }

  /** A request was answered that began at a moment of {@link System#nanoTime()}. */
  void answered(Lane lane, HttpResponse<?> response, long startedNanos) {
    timer(Route.of(lane), response).record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
  }

  /** A request was answered that got no further than the HTTP server. */
  void answeredAtOnce(String path, HttpResponse<?> response) {
    timer(Route.of(path), response).record(0, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Route route, HttpResponse<?> response) {
    int status = response.code();
    if (status < 400) {
      return timer(route, status == 200 ? JUDGED : ACCEPTED, status, null);
    }
    ErrorCode code =
        response
            .getAttribute(ProblemResponses.CODE, ErrorCode.class)
            .orElseGet(() -> ErrorCode.ofStatus(status));
    return timer(route, CODES + code.ordinal(), status, code);
  }

  private Timer timer(Route route, int way, int status, @Nullable ErrorCode code) {
    int place = route.ordinal() * WAYS + way;
    Timer timer = timers.getAcquire(place);
    if (timer == null) {
      timer = register(route, status, code);
      timers.setRelease(place, timer);
    }
    return timer;
  }

  private Timer register(Route route, int status, @Nullable ErrorCode code) {
    return Timer.builder("evenkeel.gateway.request.duration")
        .description(
            "From the headers of a request to its answer; 0 for what the HTTP server refuses by itself")
        .serviceLevelObjectives(BUCKETS)
        .tag("route", route.name().toLowerCase(Locale.ROOT))
        .tag("status", Integer.toString(status))
        .tag("outcome", outcome(code))
        .tag("code", code == null ? "none" : code.id())
        .register(registry);
  }

  private static String outcome(@Nullable ErrorCode code) {
    if (code == null) {
      return "accepted";
    }
    return code.isFailure() ? "failed" : "refused";
  }

  /** Where a request went. */
  private enum Route {
    LIVE,
    BACKFILL,
    OTHER;

    static Route of(Lane lane) {
      return switch (lane) {
        case LIVE -> LIVE;
        case BACKFILL -> BACKFILL;
      };
    }

    static Route of(String path) {
      if (path.equals("/v1/telemetry")) {
        return LIVE;
      }
      return path.startsWith("/v1/backfill/") ? BACKFILL : OTHER;
    }
  }
}
