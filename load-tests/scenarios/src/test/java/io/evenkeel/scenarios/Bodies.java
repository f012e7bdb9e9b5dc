package io.evenkeel.scenarios;

import io.gatling.javaapi.core.Session;
import java.util.Locale;
import java.util.function.Function;

/** Bodies of requests. The counter of each vehicle's events goes on in its session. */
final class Bodies {
  /** How many events the vehicle has sent, in its session. */
  static final String SEQ = "seq";

  private static final long INTERVAL_MILLIS = 1_000;

  private Bodies() {}

  /**
   * The vehicle's next events, the newest of them now.
   *
   * @param prefix of the vehicle's name
   * @param events in the batch
   * @param moreSignals further members, each with a comma before it; empty for none
   */
  static Function<Session, String> next(String prefix, int events, String moreSignals) {
    return session -> {
      long seq = session.contains(SEQ) ? session.getLong(SEQ) : 0;
      long now = System.currentTimeMillis();
      StringBuilder json = new StringBuilder("{\"vehicle\":\"");
      json.append(prefix).append('-').append(session.userId()).append("\",\"events\":[");
      for (int i = 0; i < events; i++) {
        json.append(i == 0 ? "" : ",");
        append(json, now - (events - 1 - i) * INTERVAL_MILLIS, seq + i, moreSignals);
      }
      return json.append("]}").toString();
    };
  }

  /** The session after the batch. */
  static Function<Session, Session> sent(int events) {
    return session -> session.set(SEQ, (session.contains(SEQ) ? session.getLong(SEQ) : 0) + events);
  }

  private static void append(StringBuilder json, long time, long seq, String moreSignals) {
    json.append(
        String.format(
            Locale.ROOT,
            "{\"time\":%d,\"session\":\"%s\",\"seq\":%d,\"signals\":{\"speed\":%.1f,\"soc\":%.2f,\"latitude\":48.7%s}}",
            time,
            ProcessHandle.current().pid(),
            seq,
            seq * 7 % 1_300 / 10.0,
            80 - seq % 4_000 / 100.0,
            moreSignals));
  }
}
