package io.evenkeel.admin.letter;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters are meant; what is empty does not restrict.
 *
 * @param ids numbers of letters
 * @param tenant slug
 * @param stage gateway, processor, sink, …
 * @param code reason, kebab case
 * @param vehicle name as received
 * @param since kept at or after
 * @param until kept before
 * @param states any of these
 */
public record LetterFilter(
    List<Long> ids,
    Optional<String> tenant,
    Optional<String> stage,
    Optional<String> code,
    Optional<String> vehicle,
    Optional<Instant> since,
    Optional<Instant> until,
    Set<LetterState> states) {
  public LetterFilter {
    ids = List.copyOf(ids);
    states = Set.copyOf(states);
  }

  /** Whether it restricts to nothing but states: everything is meant. */
  public boolean isWide() {
    return ids.isEmpty()
        && tenant.isEmpty()
        && stage.isEmpty()
        && code.isEmpty()
        && vehicle.isEmpty()
        && since.isEmpty()
        && until.isEmpty();
  }

  /** For the trail of who did what: names and values of what restricts, without the states. */
  Map<String, String> described() {
    Map<String, String> parts = new LinkedHashMap<>();
    if (!ids.isEmpty()) {
      parts.put("ids", ids.stream().limit(100).map(String::valueOf).toList().toString());
    }
    tenant.ifPresent(value -> parts.put("tenant", value));
    stage.ifPresent(value -> parts.put("stage", value));
    code.ifPresent(value -> parts.put("code", value));
    vehicle.ifPresent(value -> parts.put("vehicle", value));
    since.ifPresent(value -> parts.put("since", value.toString()));
    until.ifPresent(value -> parts.put("until", value.toString()));
    return parts;
  }
}
