package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Times requests by status and outcome: accepted, refused (the gateway said no) or failed
 * (something broke).
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestMetrics implements Ordered {
  private static final String STARTED_NANOS = "evenkeel.started-nanos";
  private static final int OUTCOMES = 3;

  private final MeterRegistry registry;
  private final Map<Integer, Map<String, Timer>> timers = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @RequestFilter
  void start(HttpRequest<?> request) {
    request.setAttribute(STARTED_NANOS, System.nanoTime());
  }

  @ResponseFilter
  void end(HttpRequest<?> request, HttpResponse<?> response) {
    long startedNanos = request.getAttribute(STARTED_NANOS, Long.class).orElseGet(System::nanoTime);
    timer(response.code(), outcome(response))
        .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  // Asking the registry for each request costs as much as the rest of this class together.
  private Timer timer(int status, String outcome) {
    Map<String, Timer> byOutcome =
        timers.computeIfAbsent(status, s -> new ConcurrentHashMap<>(OUTCOMES));
    return byOutcome.computeIfAbsent(
        outcome,
        o ->
            Timer.builder("evenkeel.gateway.request.duration")
                .description("From the headers of a request to its answer")
                .tag("status", Integer.toString(status))
                .tag("outcome", o)
                .register(registry));
  }

  private static String outcome(HttpResponse<?> response) {
    if (response.code() < 400) {
      return "accepted";
    }
    boolean failed =
        response
            .getAttribute(ProblemResponses.CODE, ErrorCode.class)
            .map(ErrorCode::isFailure)
            .orElse(response.code() >= 500);
    return failed ? "failed" : "refused";
  }
}
