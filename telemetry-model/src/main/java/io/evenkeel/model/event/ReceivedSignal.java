package io.evenkeel.model.event;

/** A name and its value, as the device sent them. */
public record ReceivedSignal(String name, SignalValue value) {}
