package io.evenkeel.gateway.api;

import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.topic.Lane;
import io.micronaut.http.HttpRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads from a request's head what it is for. */
final class SendModes {
  /** Header of a replay: the number of the run. On the backfill lane only. */
  static final String REPLAY_HEADER = "Evenkeel-Replay";

  private static final String DRY_RUN_PARAMETER = "dry_run";
  private static final Pattern RUN = Pattern.compile("[0-9]{1,18}");

  private SendModes() {}

  /** What the request's key has to allow. */
  static Set<KeyScope> scopes(HttpRequest<?> request, Lane lane) {
    return switch (lane) {
      case LIVE -> EnumSet.of(KeyScope.INGEST);
      case BACKFILL ->
          isReplay(request, lane)
              ? EnumSet.of(KeyScope.BACKFILL, KeyScope.ADMIN)
              : EnumSet.of(KeyScope.BACKFILL);
    };
  }

  /** What the request is for, or nothing if it says so in no way that can be understood. */
  static Optional<SendMode> read(HttpRequest<?> request, Lane lane) {
    boolean replay = isReplay(request, lane);
    if (replay
        && !RUN.matcher(request.getHeaders().get(REPLAY_HEADER, String.class, "")).matches()) {
      return Optional.empty();
    }
    List<String> dryRun = request.getParameters().getAll(DRY_RUN_PARAMETER);
    if (dryRun.isEmpty() || dryRun.equals(List.of("false"))) {
      return Optional.of(replay ? SendMode.REPLAY : SendMode.NORMAL);
    }
    return dryRun.equals(List.of("true")) ? Optional.of(SendMode.DRY_RUN) : Optional.empty();
  }

  private static boolean isReplay(HttpRequest<?> request, Lane lane) {
    return lane == Lane.BACKFILL && request.getHeaders().contains(REPLAY_HEADER);
  }
}
