package io.evenkeel.scenarios;

/**
 * Where to send and how much, from system properties.
 *
 * @param url of the gateway: {@code url}
 * @param key of a tenant whose limits are far away: {@code key}
 * @param abuserKey of a tenant that may send {@link #ABUSER_EVENTS_PER_SECOND}: {@code abuserKey}
 * @param vehicles in a scenario: {@code vehicles}
 * @param seconds that a scenario lasts: {@code seconds}
 */
record Target(String url, String key, String abuserKey, int vehicles, int seconds) {
  /** What the tenant may send that is to be refused. */
  static final int ABUSER_EVENTS_PER_SECOND = 100;

  static Target fromSystemProperties() {
    return new Target(
        System.getProperty("url", "http://127.0.0.1:8080"),
        System.getProperty("key", ""),
        System.getProperty("abuserKey", ""),
        Integer.getInteger("vehicles", 200),
        Integer.getInteger("seconds", 60));
  }

  /** As the header says it. */
  String bearer() {
    return "Bearer " + key;
  }

  /** The same of the tenant that is to be refused. */
  String abuserBearer() {
    return "Bearer " + abuserKey;
  }
}
