package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.ProblemJson;
import io.evenkeel.gateway.problem.RetryDelay;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/** Turns refusals into HTTP. Safe for use by many threads. */
public final class ProblemResponses {
  /** Response attribute: the {@link ErrorCode}, for the metrics. */
  static final String CODE = "evenkeel.code";

  private static final MediaType PROBLEM_JSON = MediaType.of(ProblemJson.MEDIA_TYPE);

  private final ProblemJson json;
  private final RetryDelay retryDelay;

  public ProblemResponses(ProblemJson json, RetryDelay retryDelay) {
    this.json = json;
    this.retryDelay = retryDelay;
  }

  /** The response of a refusal. */
  public MutableHttpResponse<byte[]> response(Problem problem) {
    MutableHttpResponse<byte[]> response =
        HttpResponse.status(problem.code().status(), "").body(new byte[0]);
    return fill(response, problem);
  }

  /** Gives a response that the HTTP server has begun the body of a refusal. */
  MutableHttpResponse<byte[]> fill(MutableHttpResponse<?> begun, Problem problem) {
    ErrorCode code = problem.code();
    MutableHttpResponse<byte[]> response = begun.body(json.refusal(problem));
    response.contentType(PROBLEM_JSON);
    response.setAttribute(CODE, code);
    switch (code.status()) {
      case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      case 429, 503 ->
          response.header(
              HttpHeaders.RETRY_AFTER, Integer.toString(retryDelay.nextSeconds(problem.waitMin())));
      default -> {}
    }
    if (code == ErrorCode.UNSUPPORTED_ENCODING) {
      response.header(HttpHeaders.ACCEPT_ENCODING, "gzip");
    }
    return response;
  }
}
