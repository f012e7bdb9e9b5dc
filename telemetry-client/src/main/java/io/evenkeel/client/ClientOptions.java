package io.evenkeel.client;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach the gateway and how long to try.
 *
 * @param gateway base address, for example {@code http://127.0.0.1:8080}
 * @param apiKey the key; never logged
 * @param requestTimeout for one attempt; longer than the gateway waits for Kafka
 * @param giveUpAfter how long a batch is tried in all before the client gives up; zero: for ever
 * @param attemptsMax how often a batch is tried before the client gives up; 0: any number
 * @param backoffFirst bound of the first pause; each further bound is twice as long
 * @param backoffMax longest bound; what the gateway asks for by {@code Retry-After} comes on top
 * @param coding how bodies are compressed
 */
public record ClientOptions(
    URI gateway,
    String apiKey,
    Duration requestTimeout,
    Duration giveUpAfter,
    int attemptsMax,
    Duration backoffFirst,
    Duration backoffMax,
    BodyCoding coding) {
  public ClientOptions {
    if (giveUpAfter.isNegative() || attemptsMax < 0) {
      throw new IllegalArgumentException("the bounds of trying are 0 (none) or more");
    }
    // Its bounds are checked where it is made.
    new RetrySchedule(backoffFirst, backoffMax);
  }

  /** Any number of attempts, and bodies as they are. */
  public ClientOptions(
      URI gateway,
      String apiKey,
      Duration requestTimeout,
      Duration giveUpAfter,
      Duration backoffFirst,
      Duration backoffMax) {
    this(
        gateway, apiKey, requestTimeout, giveUpAfter, 0, backoffFirst, backoffMax, BodyCoding.NONE);
  }

  /**
   * Usual time-outs: 30 s an attempt, 2 minutes in all, pauses up to 400 ms at first, 10 s later.
   */
  public static ClientOptions of(URI gateway, String apiKey) {
    return new ClientOptions(
        gateway,
        apiKey,
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMillis(400),
        Duration.ofSeconds(10));
  }

  /** The same with another bound on trying; zero: for ever. */
  public ClientOptions givingUpAfter(Duration bound) {
    return new ClientOptions(
        gateway, apiKey, requestTimeout, bound, attemptsMax, backoffFirst, backoffMax, coding);
  }

  /** The same with a bound on the number of attempts; 0: any number. */
  public ClientOptions givingUpAfterAttempts(int bound) {
    return new ClientOptions(
        gateway, apiKey, requestTimeout, giveUpAfter, bound, backoffFirst, backoffMax, coding);
  }

  /** The same with another compression. */
  public ClientOptions coded(BodyCoding newCoding) {
    return new ClientOptions(
        gateway,
        apiKey,
        requestTimeout,
        giveUpAfter,
        attemptsMax,
        backoffFirst,
        backoffMax,
        newCoding);
  }

  @Override
  public String toString() {
    return "ClientOptions[" + gateway + "]";
  }
}
