package io.evenkeel.model.signal;

import org.jspecify.annotations.Nullable;

/**
 * One exact spelling of a signal's name, and what it stands for: a signal of the catalogue, or one
 * that nobody knows. Immutable.
 */
public final class SignalSpelling {
  private final QuotedName name;
  private final int signalId;
  private final int number;
  private final String columnName;
  private final @Nullable SignalType type;
  private final @Nullable SignalMatch match;
  private final boolean converts;
  private final double valueMin;
  private final double valueMax;

  /**
   * A spelling.
   *
   * @param match what the name stands for, or null
   * @param number tells unknown names apart for whoever makes their spellings; 0 or greater
   */
  public SignalSpelling(String text, @Nullable SignalMatch match, int number) {
    this.name = new QuotedName(text);
    this.match = match;
    this.number = number;
    this.signalId = match == null ? 0 : match.signal().id();
    this.columnName = match == null ? text : "";
    this.type = match == null ? null : match.signal().type();
    this.converts = match != null && (match.scale() != 1 || match.offset() != 0);
    PlausibleRange range = match == null ? null : match.signal().range().orElse(null);
    this.valueMin = range == null ? -Double.MAX_VALUE : Math.max(-Double.MAX_VALUE, range.lowest());
    this.valueMax = range == null ? Double.MAX_VALUE : Math.min(Double.MAX_VALUE, range.highest());
  }

  /** The name as spelled, to be recognised in JSON. */
  public QuotedName name() {
    return name;
  }

  /** The name as spelled. */
  public String text() {
    return name.text();
  }

  /** Id in the catalogue, 0 for a signal that it does not know. */
  public int signalId() {
    return signalId;
  }

  /** The number that the spelling was made with. */
  public int number() {
    return number;
  }

  /** Whether the catalogue has the signal. */
  public boolean isKnown() {
    return signalId != 0;
  }

  /** The name of the signal's column: empty where the id says which it is. */
  public String columnName() {
    return columnName;
  }

  /** Whether a value of this type is one of the signal's; any is of an unknown signal. */
  public boolean takes(SignalType valueType) {
    return type == null || type == valueType;
  }

  /** Whether a received number is in another unit than the signal's. */
  public boolean converts() {
    return converts;
  }

  /** The received number in the signal's unit. */
  public double convert(double received) {
    return match == null ? received : match.convert(received);
  }

  /** Whether a number in the signal's unit is finite and plausible. */
  public boolean isPlausible(double value) {
    return value >= valueMin && value <= valueMax;
  }
}
