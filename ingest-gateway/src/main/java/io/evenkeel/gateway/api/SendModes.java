package io.evenkeel.gateway.api;

import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.topic.Lane;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a request's head what it is for. */
final class SendModes {
  /** Header of a replay: the number of the run. On the backfill lane only. */
  static final String REPLAY_HEADER = "Evenkeel-Replay";

  private static final String DRY_RUN_PARAMETER = "dry_run";
  private static final Pattern RUN = Pattern.compile("[0-9]{1,18}");

  private static final Set<KeyScope> LIVE = Set.of(KeyScope.INGEST);
  private static final Set<KeyScope> BACKFILL = Set.of(KeyScope.BACKFILL);
  private static final Set<KeyScope> REPLAY = Set.of(KeyScope.BACKFILL, KeyScope.ADMIN);

  private SendModes() {}

  /** What the request's key has to allow. */
  static Set<KeyScope> scopes(HttpRequest<?> request, Lane lane) {
    return switch (lane) {
      case LIVE -> LIVE;
      case BACKFILL -> isReplay(request, lane) ? REPLAY : BACKFILL;
    };
  }

  /** What the request is for, or null if it says so in no way that can be understood. */
  static @Nullable SendMode read(HttpRequest<?> request, Lane lane) {
    boolean replay = isReplay(request, lane);
    if (replay
        && !RUN.matcher(request.getHeaders().get(REPLAY_HEADER, String.class, "")).matches()) {
      return null;
    }
    SendMode otherwise = replay ? SendMode.REPLAY : SendMode.NORMAL;
    if (!mayHaveQuery(request)) {
      return otherwise;
    }
    List<String> dryRun = request.getParameters().getAll(DRY_RUN_PARAMETER);
    if (dryRun.isEmpty() || dryRun.equals(List.of("false"))) {
      return otherwise;
    }
    return dryRun.equals(List.of("true")) ? SendMode.DRY_RUN : null;
  }

  // Few requests have a query, and taking the target apart to see that costs more than the look.
  private static boolean mayHaveQuery(HttpRequest<?> request) {
    return !(request instanceof NettyHttpRequest<?> netty)
        || netty.getNativeRequest().uri().indexOf('?') >= 0;
  }

  private static boolean isReplay(HttpRequest<?> request, Lane lane) {
    return lane == Lane.BACKFILL && request.getHeaders().contains(REPLAY_HEADER);
  }
}
