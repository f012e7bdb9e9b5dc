package io.evenkeel.cli.directory;

import com.github.freva.asciitable.AsciiTable;
import io.evenkeel.admin.AliasBook;
import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.signal.SignalMatch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel alias}. */
@Command(
    name = "alias",
    description = {
      "Teach Evenkeel the names that a tenant's devices use. A change takes effect within 2 seconds.",
      "Values that waited under the name of a signal are moved, and their minutes repaired."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class AliasCommand {
  private static final Set<String> MEMBERS =
      Set.of("vehicle", "time", "age_ms", "seq", "session", "id", "signals");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final InstantSource clock = InstantSource.system();

  @Command(
      name = "add",
      description = "Let a received name stand for a signal, or for a member of the event itself.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  evenkeel alias add acme battery_soc_pct soc_displayed",
        "  evenkeel alias add acme speed_mph speed --scale 1.609344",
        "  evenkeel alias add acme ts time"
      })
  int add(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Parameters(paramLabel = "TENANT", description = "The tenant.") String tenant,
      @Parameters(paramLabel = "RECEIVED", description = "The name that its devices send.")
          String received,
      @Parameters(
              paramLabel = "TARGET",
              description =
                  "A signal of the catalogue, or vehicle, time, age_ms, seq, session, id, signals.")
          String target,
      @Option(
              names = "--scale",
              defaultValue = "1",
              description =
                  "Signals: the received number times this … (default: ${DEFAULT-VALUE}).")
          double scale,
      @Option(
              names = "--offset",
              defaultValue = "0",
              description = "… plus this is in the signal's unit (default: ${DEFAULT-VALUE}).")
          double offset,
      @Option(names = "--json", description = "Print the alias as JSON.") boolean json) {
    RunningInstance instance = RunningInstance.find(data.path());
    requireTenant(instance, tenant);
    TenantAlias alias = alias(tenant, received, target, scale, offset);
    book(instance).add(alias, actor.name());
    Results.print(
        spec,
        json,
        "For " + tenant + ", " + received + " is " + alias.target() + " now.",
        row(alias));
    return ExitCodes.OK;
  }

  @Command(
      name = "list",
      description = "List aliases and what was moved for them.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin DataDirectory data,
      @Option(names = "--tenant", defaultValue = "", description = "Only of this tenant.")
          String tenant,
      @Option(names = "--json", description = "Print them as JSON.") boolean json) {
    AliasBook book = book(RunningInstance.find(data.path()));
    List<Map<String, Object>> rows =
        book.list().stream()
            .filter(alias -> tenant.isEmpty() || alias.tenant().equals(tenant))
            .map(alias -> row(alias, book.remaps(alias.tenant())))
            .toList();
    String[] header = {
      "tenant",
      "received",
      "target",
      "kind",
      "scale",
      "offset",
      "created",
      "moving",
      "moved",
      "unfit"
    };
    String[][] cells =
        rows.stream()
            .map(row -> row.values().stream().map(String::valueOf).toArray(String[]::new))
            .toArray(String[][]::new);
    Results.print(spec, json, AsciiTable.getTable(header, cells), Map.of("aliases", rows));
    return ExitCodes.OK;
  }

  @Command(
      name = "remove",
      description = "Forget an alias; what was moved stays where it is.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Parameters(paramLabel = "TENANT", description = "The tenant.") String tenant,
      @Parameters(paramLabel = "RECEIVED", description = "The received name.") String received,
      @Option(names = "--json", description = "Print the alias as JSON.") boolean json) {
    AliasBook book = book(RunningInstance.find(data.path()));
    TenantAlias alias =
        book.list().stream()
            .filter(known -> known.tenant().equals(tenant) && known.received().equals(received))
            .findFirst()
            .orElseThrow(() ->
                new CliException(
                    ExitCodes.FAILED,
                    "'%s' has no alias '%s'; `evenkeel alias list` shows them"
                        .formatted(tenant, received)));
    book.remove(alias, actor.name());
    Results.print(
        spec, json, "For " + tenant + ", " + received + " is no alias any more.", row(alias));
    return ExitCodes.OK;
  }

  private TenantAlias alias(
      String tenant, String received, String target, double scale, double offset) {
    SignalMatch signal = SignalCatalogue.standard().match(target);
    boolean isMember = signal == null && MEMBERS.contains(target);
    if (signal == null && !isMember) {
      throw new CliException(
          ExitCodes.USAGE,
          "'%s' is neither a signal nor a member of an event; docs/reference/signals.md lists the signals"
              .formatted(target));
    }
    if (isMember && (scale != 1 || offset != 0)) {
      throw new CliException(ExitCodes.USAGE, "--scale and --offset go with signals only");
    }
    if (isMember && MEMBERS.contains(received)) {
      throw new CliException(
          ExitCodes.USAGE, "'" + received + "' is a member of events and cannot be another");
    }
    try {
      return new TenantAlias(
          tenant,
          isMember ? TenantAlias.Kind.MEMBER : TenantAlias.Kind.SIGNAL,
          received,
          signal == null ? target : signal.signal().name(),
          scale,
          offset,
          clock.millis());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCodes.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static void requireTenant(RunningInstance instance, String tenant) {
    if (new DirectoryClient(instance.kafka()).tenant(tenant).isEmpty()) {
      throw new CliException(
          ExitCodes.FAILED,
          "there is no tenant '" + tenant + "'; `evenkeel tenant list` shows them");
    }
  }

  private static AliasBook book(RunningInstance instance) {
    return new AliasBook(instance.kafka(), instance.jdbc());
  }

  private static Map<String, Object> row(TenantAlias alias, List<AliasBook.Remap> remaps) {
    Map<String, Object> row = row(alias);
    List<AliasBook.Remap> own =
        remaps.stream()
            .filter(r -> r.received().equals(alias.received()) && r.signal().equals(alias.target()))
            .toList();
    row.put("moving", own.isEmpty() ? "" : own.getLast().state());
    row.put("moved", own.stream().mapToLong(AliasBook.Remap::moved).sum());
    row.put("unfit", own.isEmpty() ? 0 : own.getLast().unfit());
    return row;
  }

  private static Map<String, Object> row(TenantAlias alias) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", alias.tenant());
    row.put("received", alias.received());
    row.put("target", alias.target());
    row.put("kind", alias.kind().name().toLowerCase(Locale.ROOT));
    row.put("scale", alias.scale());
    row.put("offset", alias.offset());
    row.put("created", Instant.ofEpochMilli(alias.createdAtMillis()).toString());
    return row;
  }
}
