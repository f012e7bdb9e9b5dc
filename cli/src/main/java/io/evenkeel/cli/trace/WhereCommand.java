package io.evenkeel.cli.trace;

import io.evenkeel.admin.trace.EventQuery;
import io.evenkeel.admin.trace.EventTrace;
import io.evenkeel.admin.trace.EventTracer;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.event.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel where}. */
@Command(
    name = "where",
    description = {
      "Say what became of an event: when it was accepted, of what it is a repeat, why it is a dead letter, where it is stored.",
      "Acceptances are found as long as Kafka keeps them."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  evenkeel where demo-0001 --session boot-7 --seq 1234",
      "  evenkeel where demo-0001 --time 2026-01-31T12:00:00Z"
    })
public final class WhereCommand implements Callable<Integer> {
  @Mixin private DataDirectory data = new DataDirectory();

  @Parameters(paramLabel = "VEHICLE", description = "The vehicle's name.")
  private String vehicle = "";

  @Option(
      names = "--tenant",
      defaultValue = "demo",
      description = "The tenant (default: ${DEFAULT-VALUE}).")
  private String tenant = "demo";

  @Option(names = "--seq", description = "The device's counter.")
  private @Nullable Long seq;

  @Option(names = "--session", defaultValue = "", description = "The device's boot id, with --seq.")
  private String session = "";

  @Option(names = "--id", description = "The id that the device chose.")
  private @Nullable String id;

  @Option(names = "--time", description = "The event time, to the millisecond.")
  private @Nullable Instant time;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    EventQuery query = new EventQuery(tenant, vehicle, identity(), Optional.ofNullable(time));
    if (query.id().isEmpty() && query.time().isEmpty()) {
      throw new CliException(ExitCodes.USAGE, "say which event: --seq, --id or --time");
    }
    RunningInstance instance = RunningInstance.find(data.path());
    EventTrace trace = new EventTracer(instance.kafka(), instance.jdbc()).trace(query);
    Results.print(spec, json, text(trace), row(trace));
    boolean found =
        !trace.acceptances().isEmpty() || !trace.stored().isEmpty() || !trace.letters().isEmpty();
    return found ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private Optional<EventId> identity() {
    if (seq != null && id != null) {
      throw new CliException(ExitCodes.USAGE, "an event has a --seq or an --id, not both");
    }
    if (seq != null) {
      return Optional.of(EventId.ofSequence(session, seq));
    }
    return Optional.ofNullable(id).map(EventId::ofId);
  }

  private static String text(EventTrace trace) {
    List<String> lines = new ArrayList<>();
    for (EventTrace.Acceptance a : trace.acceptances()) {
      lines.add(
          "%s  accepted   event %s of %s, %s%s, %s: %s"
              .formatted(
                  a.acceptedAt(),
                  a.id(),
                  a.eventTime(),
                  a.lane(),
                  a.job().isEmpty() ? "" : " job " + a.job(),
                  a.position(),
                  fate(a.fate())));
    }
    for (EventTrace.StoredEvent s : trace.stored()) {
      lines.add(
          "%s  stored     event %s of %s, the row that was accepted then"
              .formatted(s.acceptedAt(), s.id(), s.eventTime()));
    }
    for (EventTrace.DeadEvent d : trace.letters()) {
      lines.add(
          "%s  dead letter %d of the %s: %s, %s%s"
              .formatted(
                  d.keptAt(),
                  d.number(),
                  d.stage(),
                  d.code(),
                  d.state(),
                  d.eventTime() == null ? "" : ", event of " + d.eventTime()));
    }
    if (lines.isEmpty()) {
      lines.add("Nothing is known of such an event.");
    }
    if (!trace.isComplete()) {
      lines.add("Kafka has more of this vehicle than was read; name the --time to find more.");
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String fate(EventTrace.Fate fate) {
    return switch (fate) {
      case FIRST -> "the first";
      case DUPLICATE -> "a duplicate of the first";
      case IN_FLIGHT -> "not stored yet";
    };
  }

  private static Map<String, Object> row(EventTrace trace) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("accepted", trace.acceptances().stream().map(WhereCommand::row).toList());
    row.put(
        "stored",
        trace.stored().stream()
            .map(s ->
                Map.of(
                    "event_id", s.id().toString(),
                    "event_time", s.eventTime().toString(),
                    "accepted_at", s.acceptedAt().toString()))
            .toList());
    row.put("dead_letters", trace.letters().stream().map(WhereCommand::row).toList());
    row.put("complete", trace.isComplete());
    return row;
  }

  private static Map<String, Object> row(EventTrace.Acceptance a) {
    return Map.of(
        "event_id", a.id().toString(),
        "event_time", a.eventTime().toString(),
        "accepted_at", a.acceptedAt().toString(),
        "lane", a.lane(),
        "job", a.job(),
        "position", a.position(),
        "fate", a.fate().name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, Object> row(EventTrace.DeadEvent d) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("number", d.number());
    row.put("stage", d.stage());
    row.put("code", d.code());
    row.put("state", d.state());
    row.put("kept_at", d.keptAt().toString());
    if (d.eventTime() != null) {
      row.put("event_time", d.eventTime().toString());
    }
    return row;
  }
}
