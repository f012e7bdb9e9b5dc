package io.evenkeel.model.event;

import java.util.List;

/**
 * One timestamped set of signal values of one vehicle, validated and mapped.
 *
 * @param vehicle the vehicle's name within its tenant
 * @param timeMillis event time, Unix milliseconds
 * @param identity what makes a repeat recognisable
 * @param signals values of catalogue signals, at most one for each signal
 * @param extras values of signals that the catalogue does not know, under the name received; each
 *     name at most once
 */
public record Event(
    String vehicle,
    long timeMillis,
    EventIdentity identity,
    List<MappedSignal> signals,
    List<ReceivedSignal> extras) {
  public Event {
    signals = List.copyOf(signals);
    extras = List.copyOf(extras);
  }
}
