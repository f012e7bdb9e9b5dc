package io.evenkeel.model.directory;

import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.signal.SignalMatch;
import io.evenkeel.model.signal.SignalNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one tenant's names are understood: its own aliases first, then the catalogue. Immutable and
 * safe for use by many threads.
 */
public final class TenantMapping {
  private final SignalCatalogue catalogue;
  private final Map<String, SignalMatch> signals;
  private final Map<String, String> members;

  /**
   * A mapping with a tenant's aliases; one for a signal that the catalogue does not have is passed
   * over, since a newer build may have written it.
   */
  public TenantMapping(SignalCatalogue catalogue, Collection<TenantAlias> aliases) {
    this.catalogue = catalogue;
    this.signals = new HashMap<>();
    this.members = new HashMap<>();
    Map<String, Signal> byName =
        catalogue.signals().stream().collect(Collectors.toMap(Signal::name, signal -> signal));
    for (TenantAlias alias : aliases) {
      Signal signal = byName.get(alias.target());
      if (alias.kind() == TenantAlias.Kind.MEMBER) {
        members.put(alias.matchedName(), alias.target());
      } else if (signal != null) {
        signals.put(alias.matchedName(), new SignalMatch(signal, alias.scale(), alias.offset()));
      }
    }
  }

  /** The mapping of a tenant without aliases. */
  public static TenantMapping of(SignalCatalogue catalogue) {
    return new TenantMapping(catalogue, List.of());
  }

  /** The signal that a received name stands for, or null if neither alias nor catalogue know it. */
  public @Nullable SignalMatch match(String receivedName) {
    if (signals.isEmpty()) {
      return catalogue.match(receivedName);
    }
    SignalMatch own = signals.get(SignalNames.normalize(receivedName));
    return own != null ? own : catalogue.match(receivedName);
  }

  /** The event's member that a received name stands for by alias, or null. */
  public @Nullable String member(String receivedName) {
    return members.get(receivedName);
  }
}
