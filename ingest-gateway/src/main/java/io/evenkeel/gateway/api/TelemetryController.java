package io.evenkeel.gateway.api;

import io.evenkeel.gateway.letter.SentBody;
import io.evenkeel.gateway.openapi.TakesBatch;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.ProblemJson;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.runtime.trace.TraceSpan;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The routes that take telemetry. Runs on the event loop, and never blocks it. The body is read
 * only once the {@link Entrance} has let the request pass; bodies of any type are: those that are
 * not understood are kept as dead letters.
 */
@Controller
final class TelemetryController {
  private final Entrance entrance;
  private final IngestService service;
  private final RequestMetrics metrics;
  private final RequestTracing tracing;
  private final ProblemResponses problems;
  private final ProblemJson json;
  private final ReplyTime time;

  TelemetryController(
      Entrance entrance,
      IngestService service,
      RequestMetrics metrics,
      RequestTracing tracing,
      ProblemResponses problems,
      ProblemJson json,
      ReplyTime time) {
    this.entrance = entrance;
    this.service = service;
    this.metrics = metrics;
    this.tracing = tracing;
    this.problems = problems;
    this.json = json;
    this.time = time;
  }

  /** What vehicles send as it happens. */
  @Operation(
      operationId = "sendTelemetry",
      summary = "Send what vehicles measure as it happens",
      description = "The key needs the scope `ingest`.")
  @TakesBatch
  @Post(
      uri = "/v1/telemetry",
      consumes = MediaType.ALL,
      produces = {MediaType.APPLICATION_JSON, ProblemJson.MEDIA_TYPE})
  CompletionStage<HttpResponse<byte[]>> telemetry(ServerHttpRequest<?> request) {
    return take(request, Lane.LIVE, "");
  }

  /** What is loaded afterwards. */
  @Operation(
      operationId = "sendBackfill",
      summary = "Load what was measured earlier",
      description = "The key needs the scope `backfill`. Never delays live telemetry.")
  @TakesBatch
  @Post(
      uri = "/v1/backfill/{job}",
      consumes = MediaType.ALL,
      produces = {MediaType.APPLICATION_JSON, ProblemJson.MEDIA_TYPE})
  CompletionStage<HttpResponse<byte[]>> backfill(
      ServerHttpRequest<?> request,
      @Parameter(
              description = "Name of the job: 1 to 64 of A-Z a-z 0-9 . _ -",
              example = "import-2025")
          String job) {
    return take(request, Lane.BACKFILL, job);
  }

  private CompletionStage<HttpResponse<byte[]>> take(
      ServerHttpRequest<?> request, Lane lane, String job) {
    long startedNanos = System.nanoTime();
    return switch (entrance.decide(request, lane)) {
      case Entry.Refused(Problem problem) -> {
        discardBody(request);
        HttpResponse<byte[]> refusal = problems.response(request, problem);
        metrics.answered(lane, refusal, startedNanos);
        yield CompletableFuture.completedFuture(refusal);
      }
      case Entry.Admitted(var caller, var mode, var reservation) -> {
        Sender sender = new Sender(caller, lane, job, mode, reservation);
        TraceSpan span = tracing.begin(request, lane);
        yield request
            .byteBody()
            .buffer()
            .thenCompose(body -> ingest(request, sender, bytes(body), span.context()))
            .whenComplete((answer, failure) -> {
              reservation.release();
              RequestTracing.end(span, answer);
              // What failed is counted where it is turned into an answer.
              if (answer != null) {
                metrics.answered(lane, answer, startedNanos);
              }
            });
      }
    };
  }

  private CompletionStage<HttpResponse<byte[]>> ingest(
      HttpRequest<?> request, Sender sender, byte[] body, TraceContext trace) {
    if (body.length == 0) {
      return CompletableFuture.completedFuture(
          problems.response(
              request,
              Problem.of(ErrorCode.MALFORMED_JSON, "The body is empty; a batch is JSON.")));
    }
    SentBody sent =
        new SentBody(
            body,
            request.getHeaders().get(HttpHeaderNames.CONTENT_TYPE),
            request.getHeaders().get(HttpHeaderNames.CONTENT_ENCODING));
    return service
        .ingest(new IngestRequest(sender, sent, trace))
        .thenApply(reply -> response(request, reply));
  }

  // What is neither read nor discarded holds the connection's next request up.
  private static void discardBody(ServerHttpRequest<?> request) {
    request.byteBody().move().close();
  }

  private static byte[] bytes(CloseableAvailableByteBody body) {
    try (body) {
      return body.toByteArray();
    }
  }

  private HttpResponse<byte[]> response(HttpRequest<?> request, IngestReply reply) {
    return switch (reply) {
      case IngestReply.Accepted(int accepted, var rejected) ->
          HttpResponse.<byte[]>status(HttpStatus.ACCEPTED)
              .header(HttpHeaderNames.DATE, time.date())
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .body(json.acceptance(accepted, rejected, time.serverTime()));
      case IngestReply.Judged(int accepted, var rejected) ->
          HttpResponse.<byte[]>ok()
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .body(json.dryRun(accepted, rejected, time.serverTime()));
      case IngestReply.Refused(Problem problem) -> problems.response(request, problem);
    };
  }
}
