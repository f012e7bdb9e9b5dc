package io.evenkeel.model.event;

/**
 * A value of a catalogue signal, in the catalogue's unit.
 *
 * @param signalId id in the signal catalogue
 */
public record MappedSignal(int signalId, SignalValue value) {}
