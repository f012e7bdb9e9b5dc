package io.evenkeel.model.record;

/**
 * The signal of a column.
 *
 * @param signalId id in the signal catalogue, 0 for a signal that it does not know
 * @param name the received name of an unknown signal, empty for a known one
 */
public record ColumnKey(int signalId, String name) {
  public ColumnKey {
    if (signalId < 0 || (signalId == 0) == name.isEmpty()) {
      throw new IllegalArgumentException("A column has either a catalogue id or a name");
    }
  }

  /** A catalogue signal. */
  public static ColumnKey known(int signalId) {
    return new ColumnKey(signalId, "");
  }

  /** A signal that the catalogue does not know. */
  public static ColumnKey unknown(String name) {
    return new ColumnKey(0, name);
  }

  /** Whether the catalogue has the signal. */
  public boolean isKnown() {
    return signalId != 0;
  }
}
