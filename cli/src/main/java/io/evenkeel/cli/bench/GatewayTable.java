package io.evenkeel.cli.bench;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.evenkeel.load.gateway.GatewayReport;
import io.evenkeel.load.gateway.LatencyResult;
import io.evenkeel.load.gateway.ServerResult;
import io.evenkeel.load.gateway.Stat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report of the gateway's benchmark for people. */
final class GatewayTable {
  private GatewayTable() {}

  static String of(GatewayReport report) {
    return """
    CPU time, microseconds a request: median (min-max) of %d rounds of %.1f s, %d connections, %s
    %s
    Half of %,d requests/s of %d events with the broker: p50 %s, p99 %s, p99.9 %s ms
    %s
    %s, Java %s, %s, %d s\
    """
        .formatted(
            report.rounds(),
            report.visitMillis() / 1_000.0,
            report.connections(),
            report.transport(),
            table(report.servers()),
            report.latency().saturatedRequestsPerSecond(),
            report.latency().batch(),
            milliseconds(report.latency(), LatencyResult::p50Ms),
            milliseconds(report.latency(), LatencyResult::p99Ms),
            milliseconds(report.latency(), LatencyResult::p999Ms),
            figures(report),
            report.machine(),
            report.java(),
            report.date(),
            report.seconds());
  }

  private static String table(List<ServerResult> servers) {
    return AsciiTable.getTable(
        AsciiTable.NO_BORDERS,
        servers,
        List.of(
            left("server", ServerResult::server),
            right("events", server -> Integer.toString(server.batch())),
            right("bytes", server -> "%,d".formatted(server.bodyBytes())),
            right("requests/s", server -> "%,d".formatted(server.requestsPerSecond())),
            right("events/s", server -> "%,d".formatted(server.eventsPerSecond())),
            right("CPU us a request", server -> spread(server.cpuMicrosPerRequest(), 1)),
            right("us an event", server -> number(server.cpuMicrosPerEvent(), 2)),
            right("to netty", server -> spread(server.cpuRatioToNetty(), 2)),
            right("broker us", GatewayTable::broker)));
  }

  private static String figures(GatewayReport report) {
    return report.figures().entrySet().stream()
        .map(figure -> figure.getKey() + " " + number(figure.getValue(), 2))
        .collect(Collectors.joining("\n"));
  }

  private static String broker(ServerResult server) {
    Stat broker = server.brokerCpuMicrosPerRequest();
    return broker == null ? "" : number(broker.median(), 1);
  }

  private static String milliseconds(LatencyResult latency, Function<LatencyResult, Stat> stat) {
    return number(stat.apply(latency).median(), 1);
  }

  private static String spread(Stat stat, int decimals) {
    return "%s (%s-%s)"
        .formatted(
            number(stat.median(), decimals),
            number(stat.min(), decimals),
            number(stat.max(), decimals));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static ColumnData<ServerResult> left(
      String header, Function<ServerResult, String> value) {
    return new Column().header(header).dataAlign(HorizontalAlign.LEFT).with(value);
  }

  private static ColumnData<ServerResult> right(
      String header, Function<ServerResult, String> value) {
    return new Column().header(header).dataAlign(HorizontalAlign.RIGHT).with(value);
  }
}
