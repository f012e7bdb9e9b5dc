package io.evenkeel.gateway.api;

import io.evenkeel.gateway.admission.Limits;
import io.evenkeel.gateway.admission.Recovery;
import io.evenkeel.gateway.directory.Access;
import io.evenkeel.gateway.directory.Authenticator;
import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.directory.RequestHead;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.topic.Lane;
import io.micronaut.http.HttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request passes before its body is read: the gateway is not stopping, the credential is
 * good, the log takes something, the tenant is not over its limit, there is room. Refusing here
 * costs next to nothing.
 *
 * <p>Called by the routes themselves: a filter of the HTTP server in front of them would cost each
 * request several microseconds. Safe for use by many threads.
 */
public final class Entrance {
  private final Authenticator authenticator;
  private final Recovery recovery;
  private final Limits limits;
  private final InFlight inFlight;
  private final StopSwitch stopSwitch;
  private final int bodyBytesMax;
  private final InstantSource clock;

  /**
   * An entrance.
   *
   * @param bodyBytesMax what a body of unknown length may turn out to have
   */
  public Entrance(
      Authenticator authenticator,
      Recovery recovery,
      Limits limits,
      InFlight inFlight,
      StopSwitch stopSwitch,
      int bodyBytesMax,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.recovery = recovery;
    this.limits = limits;
    this.inFlight = inFlight;
    this.stopSwitch = stopSwitch;
    this.bodyBytesMax = bodyBytesMax;
    this.clock = clock;
  }

  /** Decides about a request for a lane. */
  Entry decide(HttpRequest<?> request, Lane lane) {
    if (stopSwitch.isStopping()) {
      return refused(ErrorCode.STOPPING, "The gateway is stopping; another one will answer.");
    }
    Set<KeyScope> scopes = SendModes.scopes(request, lane);
    return switch (authenticator.decide(head(request), scopes, clock.millis())) {
      case Access.Refused(Problem problem) -> new Entry.Refused(problem);
      case Access.Granted(Caller caller) -> admit(request, caller, lane);
    };
  }

  private Entry admit(HttpRequest<?> request, Caller caller, Lane lane) {
    SendMode mode = SendModes.read(request, lane);
    if (mode == null) {
      return refused(
          ErrorCode.BAD_REQUEST,
          "The parameter dry_run is true or false; the header Evenkeel-Replay is a number.");
    }
    Optional<Problem> refusal = refusal(caller, lane, mode);
    return refusal.isPresent() ? new Entry.Refused(refusal.get()) : reserve(request, caller, mode);
  }

  // A dry run needs no log, but costs as much as anything to read.
  private Optional<Problem> refusal(Caller caller, Lane lane, SendMode mode) {
    Optional<Problem> recovering =
        mode == SendMode.DRY_RUN ? Optional.empty() : recovery.atEntrance();
    return recovering.isPresent() ? recovering : limits.atEntrance(caller, lane);
  }

  private Entry reserve(HttpRequest<?> request, Caller caller, SendMode mode) {
    long stated = request.getContentLength();
    return inFlight
        .tryReserve(stated < 0 ? bodyBytesMax : stated)
        .<Entry>map(reservation -> new Entry.Admitted(caller, mode, reservation))
        .orElseGet(
            () -> refused(ErrorCode.OVERLOADED, "Too much is under way at the moment; try again."));
  }

  // Of two credentials nobody could say which one counts.
  private static RequestHead head(HttpRequest<?> request) {
    List<String> authorizations = request.getHeaders().getAll(HttpHeaderNames.AUTHORIZATION);
    return new RequestHead(authorizations.size() == 1 ? authorizations.getFirst() : null);
  }

  private static Entry refused(ErrorCode code, String detail) {
    return new Entry.Refused(Problem.of(code, detail));
  }
}
