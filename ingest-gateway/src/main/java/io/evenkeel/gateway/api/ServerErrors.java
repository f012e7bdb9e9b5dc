package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.BatchFormat;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * What the HTTP server itself refuses, in the same form as everything else. Messages of exceptions
 * stay inside: they may quote content.
 */
@Singleton
@Primary
final class ServerErrors implements ErrorResponseProcessor<byte[]> {
  private final ProblemResponses problems;
  private final RequestMetrics metrics;

  ServerErrors(ProblemResponses problems, RequestMetrics metrics) {
    this.problems = problems;
    this.metrics = metrics;
  }

  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    Problem problem = problem(context, response);
    MutableHttpResponse<byte[]> filled =
        problems.fill(context.getRequest(), response.status(problem.code().status(), ""), problem);
    metrics.answeredAtOnce(context.getRequest().getPath(), filled);
    return filled;
  }

  private static Problem problem(ErrorContext context, MutableHttpResponse<?> response) {
    Optional<Throwable> cause = context.getRootCause();
    ErrorCode code = ErrorCode.ofStatus(response.code());
    // The server answers 413 for headers too, then without an exception.
    if (code == ErrorCode.BODY_TOO_LARGE && cause.isEmpty()) {
      code = ErrorCode.HEADERS_TOO_LARGE;
    }
    return Problem.of(code, detail(code));
  }

  private static String detail(ErrorCode code) {
    return switch (code) {
      case PATH_UNKNOWN -> "Telemetry goes to /v1/telemetry or /v1/backfill/{job}.";
      case METHOD_NOT_ALLOWED -> "The header Allow names the methods.";
      case NOT_ACCEPTABLE -> "Accept application/json.";
      case REQUEST_TIMEOUT -> "Send the request faster, or in parts.";
      case BODY_TOO_LARGE -> "Send the batch in parts.";
      case UNSUPPORTED_MEDIA_TYPE -> "Say one of " + BatchFormat.SUPPORTED + " in Content-Type.";
      case HEADERS_TOO_LARGE -> "Send fewer or shorter headers.";
      case INTERNAL_ERROR -> "This is a fault of the gateway; the request may be sent again.";
      default -> "The request cannot be understood.";
    };
  }
}
