package io.evenkeel.load.gateway;

import java.util.Locale;

/** The servers that are compared. */
enum Variant {
  /** {@link BareNetty}. */
  NETTY,
  /** The gateway without a log: {@link NoLog}. */
  GATEWAY,
  /** The same with the {@link SerdeDecoder}. */
  GATEWAY_SERDE,
  /** The gateway as it is, with a broker behind it. */
  GATEWAY_KAFKA;

  /** As reports say it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
