package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.ContentCoding;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.ProblemJson;
import io.evenkeel.gateway.problem.Quota;
import io.evenkeel.gateway.problem.RetryDelay;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;

/** Turns refusals into HTTP. Safe for use by many threads. */
public final class ProblemResponses {
  /** Response attribute: the {@link ErrorCode}, for the metrics. */
  static final String CODE = "evenkeel.code";

  private static final MediaType PROBLEM_JSON = MediaType.of(ProblemJson.MEDIA_TYPE);

  /** Request header: which attempt it is, from 1. */
  private static final String RETRY_ATTEMPT = "Retry-Attempt";

  private static final int ATTEMPT_DIGITS_MAX = 9;

  private final ProblemJson json;
  private final RetryDelay retryDelay;
  private final ReplyTime time;
  private final boolean limitHeaders;

  /**
   * Responses.
   *
   * @param limitHeaders whether refusals for a limit say in headers which one
   */
  public ProblemResponses(
      ProblemJson json, RetryDelay retryDelay, ReplyTime time, boolean limitHeaders) {
    this.json = json;
    this.retryDelay = retryDelay;
    this.time = time;
    this.limitHeaders = limitHeaders;
  }

  /** The response of a refusal. */
  public MutableHttpResponse<byte[]> response(HttpRequest<?> request, Problem problem) {
    MutableHttpResponse<byte[]> response =
        HttpResponse.status(problem.code().status(), "").body(new byte[0]);
    return fill(request, response, problem);
  }

  /** Gives a response that the HTTP server has begun the body of a refusal. */
  MutableHttpResponse<byte[]> fill(
      HttpRequest<?> request, MutableHttpResponse<?> begun, Problem problem) {
    ErrorCode code = problem.code();
    MutableHttpResponse<byte[]> response = begun.body(json.refusal(problem));
    response.contentType(PROBLEM_JSON);
    response.header(HttpHeaderNames.DATE, time.date());
    response.setAttribute(CODE, code);
    switch (code.status()) {
      case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      case 429, 503 ->
          response.header(
              HttpHeaders.RETRY_AFTER,
              Integer.toString(retryDelay.nextSeconds(problem.waitMin(), attempt(request))));
      default -> {}
    }
    if (code == ErrorCode.UNSUPPORTED_ENCODING) {
      response.header(HttpHeaders.ACCEPT_ENCODING, ContentCoding.SUPPORTED);
    }
    Quota quota = problem.quota();
    if (quota != null && limitHeaders) {
      response.header("RateLimit-Policy", quota.policyField());
      response.header("RateLimit", quota.stateField());
    }
    return response;
  }

  // 0 if the request does not say, or not in a way that can be understood.
  private static int attempt(HttpRequest<?> request) {
    String text = request.getHeaders().get(RETRY_ATTEMPT);
    if (text == null || text.isEmpty() || text.length() > ATTEMPT_DIGITS_MAX) {
      return 0;
    }
    return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
  }
}
