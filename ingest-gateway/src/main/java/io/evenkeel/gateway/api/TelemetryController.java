package io.evenkeel.gateway.api;

import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.letter.SentBody;
import io.evenkeel.gateway.openapi.TakesBatch;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.ProblemJson;
import io.evenkeel.model.topic.Lane;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/**
 * The routes that take telemetry. Runs on the event loop, and never blocks it. Bodies of any type
 * are read: those that are not understood are kept as dead letters.
 */
@Controller
final class TelemetryController {
  private final IngestService service;
  private final ProblemResponses problems;
  private final ProblemJson json;
  private final InstantSource clock;

  TelemetryController(
      IngestService service, ProblemResponses problems, ProblemJson json, InstantSource clock) {
    this.service = service;
    this.problems = problems;
    this.json = json;
    this.clock = clock;
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
  @LaneRoute(Lane.LIVE)
  CompletionStage<HttpResponse<byte[]>> telemetry(
      HttpRequest<?> request,
      @Parameter(hidden = true) @RequestAttribute(EntranceFilter.CALLER) Caller caller,
      @Parameter(hidden = true) @RequestAttribute(EntranceFilter.MODE) SendMode mode,
      @Parameter(hidden = true) @RequestAttribute(EntranceFilter.RESERVATION)
          InFlight.Reservation reservation,
      @Body byte[] body) {
    return ingest(request, new Sender(caller, Lane.LIVE, "", mode, reservation), body);
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
  @LaneRoute(Lane.BACKFILL)
  CompletionStage<HttpResponse<byte[]>> backfill(
      HttpRequest<?> request,
      @Parameter(
              description = "Name of the job: 1 to 64 of A-Z a-z 0-9 . _ -",
              example = "import-2025")
          String job,
      @Parameter(hidden = true) @RequestAttribute(EntranceFilter.CALLER) Caller caller,
      @Parameter(hidden = true) @RequestAttribute(EntranceFilter.MODE) SendMode mode,
      @Parameter(hidden = true) @RequestAttribute(EntranceFilter.RESERVATION)
          InFlight.Reservation reservation,
      @Body byte[] body) {
    return ingest(request, new Sender(caller, Lane.BACKFILL, job, mode, reservation), body);
  }

  private CompletionStage<HttpResponse<byte[]>> ingest(
      HttpRequest<?> request, Sender sender, byte[] body) {
    SentBody sent =
        new SentBody(
            body,
            request.getHeaders().get(HttpHeaders.CONTENT_TYPE),
            request.getHeaders().get(HttpHeaders.CONTENT_ENCODING));
    return service
        .ingest(new IngestRequest(sender, sent))
        .thenApply(reply -> response(request, reply));
  }

  private HttpResponse<byte[]> response(HttpRequest<?> request, IngestReply reply) {
    return switch (reply) {
      case IngestReply.Accepted(int accepted, var rejected) ->
          HttpResponse.<byte[]>status(HttpStatus.ACCEPTED)
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .body(json.acceptance(accepted, rejected, clock.instant()));
      case IngestReply.Judged(int accepted, var rejected) ->
          HttpResponse.<byte[]>ok()
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .body(json.dryRun(accepted, rejected, clock.instant()));
      case IngestReply.Refused(Problem problem) -> problems.response(request, problem);
    };
  }
}
