package io.evenkeel.cli.directory;

import com.github.freva.asciitable.AsciiTable;
import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.TenantBook;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantLimits;
import io.evenkeel.model.directory.TenantSlug;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel tenant}. */
@Command(
    name = "tenant",
    description =
        "Create, list, limit, block and unblock tenants. A change takes effect within 2 seconds.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class TenantCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final InstantSource clock = InstantSource.system();

  @Command(name = "create", description = "Create a tenant.", mixinStandardHelpOptions = true)
  int create(
      @Mixin DataDirectory data,
      @Parameters(paramLabel = "NAME", description = "1 to 63 of a-z, 0-9 and -.") String name,
      @Option(names = "--display-name", description = "Its name for people.", defaultValue = "")
          String displayName,
      @Option(names = "--json", description = "Print the tenant as JSON.") boolean json) {
    if (!TenantSlug.isValid(name)) {
      throw new CliException(
          ExitCodes.USAGE,
          "'"
              + name
              + "' is no tenant name: use 1 to 63 of a-z, 0-9 and -, with no - at either end");
    }
    DirectoryClient directory = directory(data);
    if (directory.tenant(name).isPresent()) {
      throw new CliException(ExitCodes.FAILED, "tenant '" + name + "' exists already");
    }
    Tenant tenant = new Tenant(name, displayName, clock.millis(), false);
    directory.put(List.of(new DirectoryRecord.OfTenant(tenant)));
    return print(json, "Tenant " + name + " created.", row(tenant));
  }

  @Command(name = "list", description = "List the tenants.", mixinStandardHelpOptions = true)
  int list(
      @Mixin DataDirectory data,
      @Option(names = "--json", description = "Print the tenants as JSON.") boolean json) {
    List<Tenant> tenants = directory(data).tenants();
    String[] header = {"tenant", "name", "created", "blocked"};
    String[][] cells =
        tenants.stream()
            .map(t ->
                new String[] {
                  t.slug(), t.displayName(), time(t.createdAtMillis()), t.blocked() ? "yes" : "no"
                })
            .toArray(String[][]::new);
    return print(
        json,
        AsciiTable.getTable(header, cells),
        Map.of("tenants", tenants.stream().map(TenantCommand::row).toList()));
  }

  @Command(
      name = "block",
      description = "Refuse a tenant's requests; its keys and data stay.",
      mixinStandardHelpOptions = true)
  int block(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Parameters(paramLabel = "NAME", description = "The tenant.") String name,
      @Option(names = "--json", description = "Print the tenant as JSON.") boolean json) {
    return setBlocked(data, actor, name, true, json);
  }

  @Command(
      name = "unblock",
      description = "Accept a blocked tenant's requests again.",
      mixinStandardHelpOptions = true)
  int unblock(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Parameters(paramLabel = "NAME", description = "The tenant.") String name,
      @Option(names = "--json", description = "Print the tenant as JSON.") boolean json) {
    return setBlocked(data, actor, name, false, json);
  }

  @Command(
      name = "limits",
      description = {
        "Show how much a tenant may send, or change it.",
        "A rate without a burst of its own gets the burst in proportion."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  evenkeel tenant limits acme",
        "  evenkeel tenant limits acme --live 5000 --vehicle 10",
        "  evenkeel tenant limits acme --reset"
      })
  int limits(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Mixin LimitOptions options,
      @Parameters(paramLabel = "NAME", description = "The tenant.") String name,
      @Option(names = "--json", description = "Print the limits as JSON.") boolean json) {
    TenantBook book = book(data);
    Tenant tenant = require(book, name);
    if (options.isChange()) {
      tenant = book.setLimits(tenant, limits(options, tenant), actor.name());
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", name);
    row.putAll(TenantBook.values(tenant.limits()));
    return print(json, table(tenant.limits()), row);
  }

  private static TenantLimits limits(LimitOptions options, Tenant tenant) {
    try {
      return options.apply(tenant.limits());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCodes.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static String table(TenantLimits limits) {
    String[] header = {"limit", "events a second", "at once"};
    String[][] cells = {
      cells("live", limits.live()),
      cells("backfill", limits.backfill()),
      cells("vehicle", limits.vehicle())
    };
    return AsciiTable.getTable(header, cells);
  }

  private static String[] cells(String name, EventRate rate) {
    return new String[] {name, orDefault(rate.perSecond()), orDefault(rate.burst())};
  }

  private static String orDefault(int events) {
    return events == 0 ? "default" : Integer.toString(events);
  }

  private int setBlocked(
      DataDirectory data, Actor actor, String name, boolean blocked, boolean json) {
    TenantBook book = book(data);
    Tenant changed = book.setBlocked(require(book, name), blocked, actor.name());
    return print(
        json, "Tenant " + name + (blocked ? " is blocked." : " is open again."), row(changed));
  }

  private static Tenant require(TenantBook book, String name) {
    return book.find(name)
        .orElseThrow(() ->
            new CliException(
                ExitCodes.FAILED,
                "there is no tenant '" + name + "'; `evenkeel tenant list` shows them"));
  }

  private static TenantBook book(DataDirectory data) {
    RunningInstance instance = RunningInstance.find(data.path());
    return new TenantBook(instance.kafka(), instance.jdbc());
  }

  private int print(boolean json, String text, Object value) {
    Results.print(spec, json, text, value);
    return ExitCodes.OK;
  }

  private static DirectoryClient directory(DataDirectory data) {
    return new DirectoryClient(RunningInstance.find(data.path()).kafka());
  }

  private static Map<String, Object> row(Tenant tenant) {
    return Map.of(
        "tenant", tenant.slug(),
        "display_name", tenant.displayName(),
        "created", time(tenant.createdAtMillis()),
        "blocked", tenant.blocked());
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
