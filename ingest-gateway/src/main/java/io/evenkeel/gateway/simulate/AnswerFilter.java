package io.evenkeel.gateway.simulate;

import io.evenkeel.gateway.api.ProblemResponses;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the answer that a request asks for. Stands before everything but the metrics, so that no
 * key and no valid body is needed for a refusal.
 */
@ServerFilter("/v1/**")
@Requires(property = AnswerFilter.PROPERTY, value = "true")
final class AnswerFilter implements Ordered {
  /** Property of the HTTP server's context that turns this on. */
  static final String PROPERTY = "evenkeel.gateway.simulate-answers";

  /** Header of a request: {@link WantedAnswer}. */
  static final String HEADER = "Evenkeel-Answer";

  private static final String WANTED = "evenkeel.wanted-answer";
  private static final String DETAIL = "Simulated, because the request asked for it by ";

  private final ProblemResponses problems;
  private final Turns turns = new Turns();

  AnswerFilter(ProblemResponses problems) {
    this.problems = problems;
  }

  /** Null lets the request through. On a thread that may wait. */
  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  @Nullable HttpResponse<?> enter(HttpRequest<?> request) throws InterruptedException {
    String header = request.getHeaders().get(HEADER);
    if (header == null) {
      return null;
    }
    Optional<WantedAnswer> wanted = WantedAnswer.parse(header);
    if (wanted.isEmpty()) {
      return problems.response(request, Problem.of(ErrorCode.BAD_REQUEST, WantedAnswer.HELP));
    }
    String who = request.getHeaders().get(HttpHeaders.AUTHORIZATION) + '\n' + header;
    return turns.isNext(who, wanted.get().times()) ? answer(request, wanted.get()) : null;
  }

  /** Delays answers and loses them. Null leaves the response as it is. */
  @ResponseFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  @Nullable HttpResponse<?> leave(HttpRequest<?> request) throws InterruptedException {
    Optional<WantedAnswer> wanted = request.getAttribute(WANTED, WantedAnswer.class);
    if (wanted.isPresent()) {
      Thread.sleep(wanted.get().delay());
      if (wanted.get().what() instanceof WantedAnswer.What.AckLost) {
        disconnect(request);
      }
    }
    return null;
  }

  @Override
  public int getOrder() {
    // Behind the metrics only: they see what was answered.
    return HIGHEST_PRECEDENCE + 1;
  }

  private @Nullable HttpResponse<?> answer(HttpRequest<?> request, WantedAnswer wanted)
      throws InterruptedException {
    return switch (wanted.what()) {
      case WantedAnswer.What.Refuse(ErrorCode code) -> {
        Thread.sleep(wanted.delay());
        yield refusal(request, code, wanted);
      }
      case WantedAnswer.What.Drop() -> {
        Thread.sleep(wanted.delay());
        yield drop(request);
      }
      case WantedAnswer.What.AckLost(), WantedAnswer.What.Handle() -> {
        request.setAttribute(WANTED, wanted);
        yield null;
      }
    };
  }

  private HttpResponse<?> refusal(HttpRequest<?> request, ErrorCode code, WantedAnswer wanted) {
    MutableHttpResponse<?> response = problems.response(request, problem(code));
    if (wanted.retryAfterSeconds() > 0) {
      response
          .getHeaders()
          .set(HttpHeaders.RETRY_AFTER, Integer.toString(wanted.retryAfterSeconds()));
    }
    return response;
  }

  private static Problem problem(ErrorCode code) {
    if (code != ErrorCode.NO_VALID_EVENT) {
      return Problem.of(code, DETAIL + HEADER + ".");
    }
    // The body is not read, so its first event stands for all.
    Rejection first = new Rejection(0, null, ErrorCode.EVENT_TIME_IN_FUTURE, DETAIL + HEADER + ".");
    return Problem.ofEvents(code, "No event of the batch is valid.", List.of(first));
  }

  private HttpResponse<?> drop(HttpRequest<?> request) {
    disconnect(request);
    // Nobody reads it; the request has to end in something.
    return problems.response(request, Problem.of(ErrorCode.STOPPING, DETAIL + HEADER + "."));
  }

  private static void disconnect(HttpRequest<?> request) {
    if (request instanceof NettyHttpRequest<?> netty) {
      netty.getChannelHandlerContext().close().syncUninterruptibly();
    }
  }
}
