package io.evenkeel.gateway.api;

import io.evenkeel.gateway.admission.Limits;
import io.evenkeel.gateway.admission.Recovery;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.directory.Access;
import io.evenkeel.gateway.directory.Authenticator;
import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.directory.RequestHead;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.topic.Lane;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request passes before its body is read: the gateway is not stopping, the credential is
 * good, the log takes something, the tenant is not over its limit, there is room. Refusing here
 * costs next to nothing.
 *
 * <p>Who calls travels with the request itself, as an attribute, and from there as an argument.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EntranceFilter {
  /** Request attribute: the {@link Caller}. */
  static final String CALLER = "evenkeel.caller";

  /** Request attribute: its {@link InFlight.Reservation}. */
  static final String RESERVATION = "evenkeel.reservation";

  /** Request attribute: its {@link SendMode}. */
  static final String MODE = "evenkeel.mode";

  private final Authenticator authenticator;
  private final Recovery recovery;
  private final Limits limits;
  private final InFlight inFlight;
  private final StopSwitch stopSwitch;
  private final ProblemResponses problems;
  private final int bodyBytesMax;
  private final InstantSource clock;

  EntranceFilter(
      Authenticator authenticator,
      Recovery recovery,
      Limits limits,
      InFlight inFlight,
      StopSwitch stopSwitch,
      ProblemResponses problems,
      DecodeConfig decodeConfig,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.recovery = recovery;
    this.limits = limits;
    this.inFlight = inFlight;
    this.stopSwitch = stopSwitch;
    this.problems = problems;
    this.bodyBytesMax = decodeConfig.bodySentBytesMax();
    this.clock = clock;
  }

  /** Null lets the request through. */
  @RequestFilter
  @Nullable HttpResponse<?> enter(HttpRequest<?> request) {
    Optional<Lane> lane = lane(request);
    if (lane.isEmpty()) {
      return null;
    }
    if (stopSwitch.isStopping()) {
      return problems.response(
          request,
          Problem.of(ErrorCode.STOPPING, "The gateway is stopping; another one will answer."));
    }
    RequestHead head = head(request);
    Set<KeyScope> scopes = SendModes.scopes(request, lane.get());
    return switch (authenticator.decide(head, scopes, clock.millis())) {
      case Access.Refused(Problem problem) -> problems.response(request, problem);
      case Access.Granted(Caller caller) -> admit(request, caller, lane.get());
    };
  }

  /** Gives the request's place back, whatever became of it. */
  @ResponseFilter
  void leave(HttpRequest<?> request) {
    request
        .getAttribute(RESERVATION, InFlight.Reservation.class)
        .ifPresent(InFlight.Reservation::release);
  }

  private @Nullable HttpResponse<?> admit(HttpRequest<?> request, Caller caller, Lane lane) {
    Optional<SendMode> mode = SendModes.read(request, lane);
    if (mode.isEmpty()) {
      return problems.response(
          request,
          Problem.of(
              ErrorCode.BAD_REQUEST,
              "The parameter dry_run is true or false; the header Evenkeel-Replay is a number."));
    }
    Optional<Problem> refusal = refusal(caller, lane, mode.get());
    if (refusal.isPresent()) {
      return problems.response(request, refusal.get());
    }
    request.setAttribute(MODE, mode.get());
    return reserve(request, caller);
  }

  // A dry run needs no log, but costs as much as anything to read.
  private Optional<Problem> refusal(Caller caller, Lane lane, SendMode mode) {
    Optional<Problem> recovering =
        mode == SendMode.DRY_RUN ? Optional.empty() : recovery.atEntrance();
    return recovering.isPresent() ? recovering : limits.atEntrance(caller, lane);
  }

  private @Nullable HttpResponse<?> reserve(HttpRequest<?> request, Caller caller) {
    // A body of unknown length may turn out to be as large as any.
    long bytes = request.getContentLength() < 0 ? bodyBytesMax : request.getContentLength();
    Optional<InFlight.Reservation> reservation = inFlight.tryReserve(bytes);
    if (reservation.isEmpty()) {
      return problems.response(
          request,
          Problem.of(ErrorCode.OVERLOADED, "Too much is under way at the moment; try again."));
    }
    request.setAttribute(RESERVATION, reservation.get());
    request.setAttribute(CALLER, caller);
    return null;
  }

  // Of two credentials nobody could say which one counts.
  private static RequestHead head(HttpRequest<?> request) {
    List<String> authorizations = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
    return new RequestHead(authorizations.size() == 1 ? authorizations.getFirst() : null);
  }

  private static Optional<Lane> lane(HttpRequest<?> request) {
    return RouteAttributes.getRouteInfo(request)
        .flatMap(route -> route.getAnnotationMetadata().enumValue(LaneRoute.class, Lane.class));
  }
}
