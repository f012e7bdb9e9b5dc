package io.evenkeel.model.signal;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The signals that Evenkeel knows by name. Immutable and safe for use by many threads. */
public final class SignalCatalogue {
  private static final SignalCatalogue STANDARD = SignalCatalogueReader.readStandard();

  private final List<Signal> signals;
  private final Map<Integer, Signal> byId;
  private final Map<String, SignalMatch> byNormalizedName;
  // The spellings that devices mostly use, so that the usual look-up needs no normalizing.
  private final Map<String, SignalMatch> byExactName;
  private final SpellingTable spellings;

  /**
   * A catalogue of the given signals.
   *
   * @throws IllegalArgumentException if two share an id or a column, or if one name stands for two
   *     signals
   */
  public SignalCatalogue(List<Signal> signals) {
    this.signals = List.copyOf(signals);
    this.byId = new HashMap<>();
    this.byNormalizedName = new HashMap<>();
    this.byExactName = new HashMap<>();
    Map<String, Signal> byColumn = new HashMap<>();
    for (Signal signal : signals) {
      requireNew(byId.put(signal.id(), signal), "id " + signal.id());
      requireNew(byColumn.put(signal.column(), signal), "column " + signal.column());
      addNames(signal);
    }
    this.spellings = new SpellingTable(byExactName.keySet(), this::match);
  }

  /** The catalogue of {@code signals.yaml}. */
  public static SignalCatalogue standard() {
    return STANDARD;
  }

  /** All signals, ascending by id. */
  public List<Signal> signals() {
    return signals;
  }

  /** The signal with this id, or null if there is none. */
  public @Nullable Signal byId(int id) {
    return byId.get(id);
  }

  /**
   * The signal that a received name stands for, without regard to case, {@code _}, {@code -},
   * {@code .} and spaces; by canonical name, VSS path or alias.
   *
   * @return null if the catalogue does not know the name
   */
  public @Nullable SignalMatch match(String receivedName) {
    SignalMatch exact = byExactName.get(receivedName);
    return exact != null ? exact : byNormalizedName.get(SignalNames.normalize(receivedName));
  }

  /** The spellings that devices mostly use: canonical names, VSS paths, aliases, camel case. */
  public Set<String> usualSpellings() {
    return Collections.unmodifiableSet(byExactName.keySet());
  }

  /** The usual spellings, to be found by their bytes. */
  public SpellingTable spellings() {
    return spellings;
  }

  private void addNames(Signal signal) {
    addName(signal.name(), new SignalMatch(signal, 1, 0));
    addName(signal.vssPath(), new SignalMatch(signal, 1, 0));
    for (SignalAlias alias : signal.aliases()) {
      addName(alias.name(), new SignalMatch(signal, alias.scale(), alias.offset()));
    }
  }

  private void addName(String name, SignalMatch match) {
    SignalMatch earlier = byNormalizedName.put(SignalNames.normalize(name), match);
    if (earlier != null && !earlier.equals(match)) {
      throw new IllegalArgumentException(
          "The name "
              + name
              + " stands for both "
              + earlier.signal().name()
              + " and "
              + match.signal().name());
    }
    byExactName.put(name, match);
    byExactName.put(SignalNames.camelCase(name), match);
  }

  private static void requireNew(@Nullable Signal earlier, String what) {
    if (earlier != null) {
      throw new IllegalArgumentException("Two signals of the catalogue share " + what);
    }
  }
}
