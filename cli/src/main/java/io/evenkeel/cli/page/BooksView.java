package io.evenkeel.cli.page;

import io.evenkeel.sink.audit.AuditReport;
import io.evenkeel.sink.audit.AuditReport.LaneAccount;
import io.evenkeel.sink.audit.AuditReport.TenantAccounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /api/books} says: what became of every accepted event, on one cut.
 *
 * @param cutAt the moment of the cut, Unix milliseconds
 * @param seconds that the comparison took
 * @param balanced whether nothing differs on this cut
 * @param caretakerBalanced whether the caretaker's last audit, which also counts rows and compares
 *     minutes, found nothing; null while there is none
 * @param caretakerAgeSeconds since that audit; null while there is none
 * @param total of all accounts
 * @param refused events that the gateway refused for good and kept as dead letters
 * @param accounts by tenant and lane, at most {@link #ACCOUNTS_MAX}
 * @param findings what differs, at most {@link #FINDINGS_MAX}
 */
record BooksView(
    long cutAt,
    double seconds,
    boolean balanced,
    @Nullable Boolean caretakerBalanced,
    @Nullable Double caretakerAgeSeconds,
    Account total,
    long refused,
    List<Account> accounts,
    List<String> findings) {
  static final int ACCOUNTS_MAX = 20;
  static final int FINDINGS_MAX = 10;

  /** Events of a lane: {@code accepted = stored + duplicates + dead + inFlight}. */
  record Account(
      String tenant,
      String lane,
      long accepted,
      long stored,
      long duplicates,
      long dead,
      long inFlight) {
    static Account of(String tenant, String lane, List<LaneAccount> jobs) {
      return new Account(
          tenant,
          lane,
          sum(jobs, LaneAccount::accepted),
          sum(jobs, LaneAccount::stored),
          sum(jobs, LaneAccount::duplicates),
          sum(jobs, LaneAccount::dead),
          sum(jobs, LaneAccount::inFlight));
    }

    private static long sum(List<LaneAccount> jobs, ToLongFunction<LaneAccount> figure) {
      return jobs.stream().mapToLong(figure).sum();
    }
  }

  /**
   * The view of a report.
   *
   * @param caretakerBalanced 1 or 0 by the caretaker's gauge, null if it says nothing
   */
  static BooksView of(
      AuditReport report,
      @Nullable Double caretakerBalanced,
      @Nullable Double caretakerAgeSeconds) {
    List<LaneAccount> all = report.tenants().stream().flatMap(t -> t.lanes().stream()).toList();
    return new BooksView(
        report.cutAt().toEpochMilli(),
        report.seconds(),
        report.balanced(),
        caretakerBalanced == null ? null : caretakerBalanced > 0,
        caretakerAgeSeconds,
        Account.of("all", "all", all),
        report.tenants().stream().mapToLong(TenantAccounts::refused).sum(),
        accounts(report.tenants()),
        report.findings().stream()
            .limit(FINDINGS_MAX)
            .map(f -> f.tenant() + " " + f.check().id() + ": " + f.message())
            .toList());
  }

  private static List<Account> accounts(List<TenantAccounts> tenants) {
    List<Account> accounts = new ArrayList<>();
    for (TenantAccounts tenant : tenants) {
      for (String lane : tenant.lanes().stream().map(LaneAccount::lane).distinct().toList()) {
        List<LaneAccount> jobs =
            tenant.lanes().stream().filter(account -> account.lane().equals(lane)).toList();
        accounts.add(Account.of(tenant.tenant(), lane, jobs));
      }
    }
    return accounts.stream().limit(ACCOUNTS_MAX).toList();
  }
}
