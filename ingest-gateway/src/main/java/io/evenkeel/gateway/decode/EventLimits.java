package io.evenkeel.gateway.decode;

/**
 * The fixed limits of one event. They are part of the contract, not configuration: with them the
 * largest possible event fits a Kafka record.
 */
final class EventLimits {
  static final int VEHICLE_CHARS_MAX = 64;
  static final int ID_CHARS_MAX = 64;
  static final int SESSION_CHARS_MAX = 64;
  static final int SIGNALS_MAX = 200;
  static final int SIGNAL_NAME_BYTES_MAX = 128;
  static final int TEXT_BYTES_MAX = 1_024;

  private EventLimits() {}
}
