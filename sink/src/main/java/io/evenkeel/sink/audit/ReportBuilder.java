package io.evenkeel.sink.audit;

import io.evenkeel.sink.audit.AuditReport.LaneAccount;
import io.evenkeel.sink.audit.AuditReport.TenantAccounts;
import io.evenkeel.sink.store.Vehicles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts what was read side by side. Pure. */
final class ReportBuilder {
  private final DatabaseCut cut;
  private final AuditOptions options;
  private final Audit.Logs logs;
  private final Audit.Rows rows;

  ReportBuilder(DatabaseCut cut, AuditOptions options, Audit.Logs logs, Audit.Rows rows) {
    this.cut = cut;
    this.options = options;
    this.logs = logs;
    this.rows = rows;
  }

  AuditReport build(long nanos) {
    List<Finding> findings =
        findings().stream().filter(this::isAsked).sorted(Finding.ORDER).toList();
    List<TenantAccounts> tenants =
        tenants().stream()
            .filter(t -> options.tenant().isEmpty() || options.tenant().get().equals(t.tenant()))
            .toList();
    long events =
        tenants.stream().flatMap(t -> t.lanes().stream()).mapToLong(LaneAccount::accepted).sum();
    return new AuditReport(
        findings.isEmpty(), tenants, findings, notes(), events, nanos / 1e9, cut.at());
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(cut.unbalanced());
    logs.lanes().forEach(lane -> findings.addAll(lane.findings()));
    findings.addAll(Comparison.log(cut, logs.lanes()));
    findings.addAll(Comparison.letters(cut, logs.waiting(), logs.sources()));
    findings.addAll(logs.findings());
    if (rows.counted()) {
      findings.addAll(Comparison.rows(cut, rows.byTenant()));
    }
    findings.addAll(rows.minutes());
    return findings;
  }

  // What concerns all tenants concerns each.
  private boolean isAsked(Finding finding) {
    return options.tenant().isEmpty()
        || finding.tenant().equals(options.tenant().get())
        || finding.tenant().equals(Finding.ALL)
        || finding.tenant().equals(Vehicles.NO_TENANT);
  }

  private List<String> notes() {
    return logs.lanes().stream().flatMap(lane -> lane.notes().stream()).toList();
  }

  private List<TenantAccounts> tenants() {
    Map<String, Map<LaneJob, Sums>> byTenant = new TreeMap<>();
    cut.tenants().values().forEach(tenant -> byTenant.put(tenant, new TreeMap<>(LaneJob.ORDER)));
    cut.books().forEach((account, entry) -> sums(byTenant, account).books(entry));
    for (LaneResult lane : logs.lanes()) {
      for (PartitionAudit partition : lane.partitions()) {
        Counts<Account> log = Comparison.logCounts(cut, lane, partition);
        log.keys().forEach(account -> sums(byTenant, account).accepted += log.of(account));
        Counts<Account> inFlight = partition.inFlight();
        inFlight.keys().forEach(account -> sums(byTenant, account).inFlight(inFlight.of(account)));
      }
      if (lane.partitions().isEmpty()) {
        cut.books()
            .forEach((account, entry) -> {
              if (account.lane().equals(lane.lane().id())) {
                sums(byTenant, account).accepted += entry.in();
              }
            });
      }
    }
    List<TenantAccounts> tenants = new ArrayList<>();
    byTenant.forEach((tenant, lanes) -> tenants.add(tenant(tenant, lanes)));
    return tenants;
  }

  private TenantAccounts tenant(String tenant, Map<LaneJob, Sums> lanes) {
    Removed removed =
        cut.removed().getOrDefault(new TenantStage(tenant, TenantStage.READING), Removed.NOTHING);
    List<LaneAccount> accounts = new ArrayList<>();
    lanes.forEach((of, sums) -> accounts.add(sums.toAccount(of)));
    return new TenantAccounts(
        tenant,
        accounts,
        rows.counted() ? rows.byTenant().of(tenant) : -1,
        removed.expired(),
        removed.erased(),
        cut.refused().of(tenant));
  }

  private static Sums sums(Map<String, Map<LaneJob, Sums>> byTenant, Account account) {
    return byTenant
        .computeIfAbsent(account.tenant(), t -> new TreeMap<>(LaneJob.ORDER))
        .computeIfAbsent(new LaneJob(account.lane(), account.job()), l -> new Sums());
  }

  private record LaneJob(String lane, String job) {
    // The live lane first.
    static final Comparator<LaneJob> ORDER =
        Comparator.comparing(LaneJob::lane).reversed().thenComparing(LaneJob::job);
  }

  private static final class Sums {
    private BookEntry books = BookEntry.NONE;
    private long accepted;
    private long inFlight;

    void books(BookEntry entry) {
      books = books.plus(entry);
    }

    void inFlight(long events) {
      inFlight += events;
      accepted += events;
    }

    LaneAccount toAccount(LaneJob of) {
      return new LaneAccount(
          of.lane(),
          of.job(),
          accepted,
          books.stored(),
          books.duplicates(),
          books.dead(),
          inFlight);
    }
  }
}
