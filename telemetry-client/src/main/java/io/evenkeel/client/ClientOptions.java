package io.evenkeel.client;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach the gateway and how long to try.
 *
 * @param gateway base address, for example {@code http://127.0.0.1:8080}
 * @param apiKey the key; never logged
 * @param requestTimeout for one attempt; longer than the gateway waits for Kafka
 * @param giveUpAfter how long a batch is tried in all before the client gives up
 * @param backoffFirst mean pause before the first repeat
 * @param backoffMax longest mean pause
 */
public record ClientOptions(
    URI gateway,
    String apiKey,
    Duration requestTimeout,
    Duration giveUpAfter,
    Duration backoffFirst,
    Duration backoffMax) {
  /** Usual time-outs: 30 s an attempt, 2 minutes in all, pauses from 200 ms to 5 s. */
  public static ClientOptions of(URI gateway, String apiKey) {
    return new ClientOptions(
        gateway,
        apiKey,
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMillis(200),
        Duration.ofSeconds(5));
  }

  /** The same with another bound on trying. */
  public ClientOptions givingUpAfter(Duration bound) {
    return new ClientOptions(gateway, apiKey, requestTimeout, bound, backoffFirst, backoffMax);
  }

  @Override
  public String toString() {
    return "ClientOptions[" + gateway + "]";
  }
}
