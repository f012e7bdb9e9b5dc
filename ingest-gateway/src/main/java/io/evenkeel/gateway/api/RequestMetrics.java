package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Times requests by status and outcome: accepted, refused (the gateway said no) or failed
 * (something broke). Safe for use by many threads.
 */
public final class RequestMetrics {
  private static final int OUTCOMES = 3;

  private final MeterRegistry registry;
  private final Map<Integer, Map<String, Timer>> timers = new ConcurrentHashMap<>();

  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A request was answered that began at a moment of {@link System#nanoTime()}. */
  void answered(HttpResponse<?> response, long startedNanos) {
    timer(response.code(), outcome(response))
        .record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
  }

  /** A request was answered that got no further than the HTTP server. */
  void answeredAtOnce(HttpResponse<?> response) {
    timer(response.code(), outcome(response)).record(0, TimeUnit.NANOSECONDS);
  }

  // Asking the registry for each request costs as much as the rest of this class together.
  private Timer timer(int status, String outcome) {
    Map<String, Timer> byOutcome =
        timers.computeIfAbsent(status, s -> new ConcurrentHashMap<>(OUTCOMES));
    return byOutcome.computeIfAbsent(
        outcome,
        o ->
            Timer.builder("evenkeel.gateway.request.duration")
                .description(
                    "From the headers of a request to its answer; 0 for what the HTTP server refuses by itself")
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
