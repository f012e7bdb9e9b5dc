package io.evenkeel.dashboards;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Puts in what Grafana puts in before it sends a query: variables, and the macros of its data
 * sources.
 *
 * @param tenant value of the variable
 * @param vehicle value of the variable
 * @param from begin of the time that is looked at
 * @param to end of it
 * @param interval that a point on a graph stands for
 */
record Macros(String tenant, String vehicle, Instant from, Instant to, Duration interval) {
  private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\(([^)]*)\\)");
  private static final Pattern TIME_GROUP =
      Pattern.compile("\\$__timeGroup\\((\\w+),\\s*'?(\\w+)'?\\)");

  /** Of SQL, as the PostgreSQL data source does it. */
  String sql(String text) {
    String sql =
        text.replace("${tenant:sqlstring}", quoted(tenant))
            .replace("${vehicle:sqlstring}", quoted(vehicle))
            .replace("$__interval", interval.toSeconds() + "s")
            .replace("$__timeFrom()", quoted(from.toString()))
            .replace("$__timeTo()", quoted(to.toString()));
    sql =
        TIME_FILTER
            .matcher(sql)
            .replaceAll("$1 BETWEEN " + quoted(from.toString()) + " AND " + quoted(to.toString()));
    return TIME_GROUP
        .matcher(sql)
        .replaceAll(match -> {
          long seconds = seconds(match.group(2));
          return "floor(extract(epoch from %s)/%d)*%d".formatted(match.group(1), seconds, seconds);
        });
  }

  /** Of PromQL. */
  String promQl(String text) {
    return text.replace("$tenant", tenant)
        .replace("$vehicle", vehicle)
        // At least four scrapes, as Grafana sees to it.
        .replace("$__rate_interval", interval.toSeconds() + "s");
  }

  private static long seconds(String interval) {
    long number = Long.parseLong(interval.substring(0, interval.length() - 1));
    return switch (interval.charAt(interval.length() - 1)) {
      case 's' -> number;
      case 'm' -> number * 60;
      case 'h' -> number * 3_600;
      default -> throw new IllegalArgumentException("no unit in " + interval);
    };
  }

  private static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
