package io.evenkeel.sink.remap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalMatch;
import io.evenkeel.model.signal.SignalNames;
import io.evenkeel.model.signal.SignalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an alias means for a row: the same names, conversion and plausibility as at the gateway.
 * Pure; safe for use by many threads.
 */
final class RemapRule {
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final SignalMatch match;

  /**
   * The rule of an alias.
   *
   * @param received the name that became an alias
   */
  RemapRule(String received, SignalMatch match) {
    this.name = SignalNames.normalize(received);
    this.match = match;
  }

  /** The signal that the alias stands for. */
  Signal signal() {
    return match.signal();
  }

  /**
   * What to do with a row.
   *
   * @param extra the row's unknown signals, a JSON object
   * @param free whether the signal's column is empty
   */
  Outcome apply(String extra, boolean free) {
    List<Candidate> candidates = candidates(extra);
    if (candidates.isEmpty()) {
      return new Outcome.Unconcerned();
    }
    if (free) {
      for (Candidate candidate : candidates) {
        if (candidate.value().isPresent()) {
          return new Outcome.Move(candidate.name(), candidate.value().get(), candidates.size() - 1);
        }
      }
    }
    return new Outcome.Unfit(candidates.size());
  }

  private List<Candidate> candidates(String extra) {
    List<Candidate> candidates = new ArrayList<>();
    try (JsonParser json = JSON.createParser(extra)) {
      var _ = json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String received = json.currentName();
        var _ = json.nextToken();
        if (SignalNames.normalize(received).equals(name)) {
          candidates.add(new Candidate(received, value(json)));
        }
        json.skipChildren();
      }
      return candidates;
    } catch (IOException e) {
      throw new UncheckedIOException("The database gave JSON that is none", e);
    }
  }

  private Optional<SignalValue> value(JsonParser json) throws IOException {
    SignalType type = match.signal().type();
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          type == SignalType.NUMBER ? plausible(json.getDoubleValue()) : Optional.empty();
      case VALUE_TRUE, VALUE_FALSE ->
          type == SignalType.BOOLEAN
              ? Optional.of(new SignalValue.Flag(json.getBooleanValue()))
              : Optional.empty();
      case VALUE_STRING ->
          type == SignalType.STRING
              ? Optional.of(new SignalValue.Text(json.getText()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<SignalValue> plausible(double received) {
    double value = match.convert(received);
    return Double.isFinite(value) && match.signal().isPlausible(value)
        ? Optional.of(new SignalValue.Numeric(value))
        : Optional.empty();
  }

  /** What to do with a row. */
  sealed interface Outcome {
    /** Nothing: no name of it is meant. */
    record Unconcerned() implements Outcome {}

    /**
     * One value moves to the signal's column.
     *
     * @param name its name in {@code extra}
     * @param value in the signal's unit
     * @param unfit further values under other spellings, which stay
     */
    record Move(String name, SignalValue value, int unfit) implements Outcome {}

    /** The values stay: of another type, not plausible, or the signal has one already. */
    record Unfit(int values) implements Outcome {}
  }

  private record Candidate(String name, Optional<SignalValue> value) {}
}
