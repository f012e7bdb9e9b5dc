package io.evenkeel.model.directory;

import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.signal.SignalMatch;
import io.evenkeel.model.signal.SignalNames;
import io.evenkeel.model.signal.SignalSpelling;
import io.evenkeel.model.signal.SpellingTable;
import java.util.ArrayList;
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
  // The tenant's own spellings, and those of the catalogue that mean something else to it.
  private final @Nullable SpellingTable ownSpellings;

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
    this.ownSpellings = signals.isEmpty() ? null : ownSpellings(aliases);
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

  /** Whether the tenant has other names for the event's members. */
  public boolean hasMembers() {
    return !members.isEmpty();
  }

  /**
   * What {@link #match} says of a name, for a usual spelling.
   *
   * @param from where the name begins in the JSON
   * @param to where the quotation mark behind it stands
   * @return null for a spelling that is not usual; {@link #spelling} knows it
   */
  public @Nullable SignalSpelling usualSpelling(byte[] json, int from, int to) {
    if (ownSpellings != null) {
      SignalSpelling own = ownSpellings.find(json, from, to);
      if (own != null) {
        return own;
      }
    }
    return catalogue.spellings().find(json, from, to);
  }

  /**
   * What {@link #match} says of a name.
   *
   * @param number given to the spelling
   */
  public SignalSpelling spelling(String name, int number) {
    return new SignalSpelling(name, match(name), number);
  }

  private SpellingTable ownSpellings(Collection<TenantAlias> aliases) {
    List<String> spellings = new ArrayList<>();
    aliases.stream()
        .filter(alias -> alias.kind() == TenantAlias.Kind.SIGNAL)
        .forEach(alias -> spellings.add(alias.received()));
    catalogue.usualSpellings().stream()
        .filter(spelling -> signals.containsKey(SignalNames.normalize(spelling)))
        .forEach(spellings::add);
    return new SpellingTable(spellings, this::match);
  }
}
