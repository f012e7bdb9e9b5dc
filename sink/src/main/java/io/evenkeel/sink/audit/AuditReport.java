package io.evenkeel.sink.audit;

import java.time.Instant;
import java.util.List;

/**
 * What an audit found.
 *
 * @param balanced whether nothing differs
 * @param tenants accounts by tenant, in order of their names
 * @param findings what differs, grouped by check
 * @param notes what could not be compared, in sentences; not a difference
 * @param events events that were compared: booked or in flight
 * @param seconds how long it took
 * @param cutAt the moment as of which everything was compared
 */
public record AuditReport(
    boolean balanced,
    List<TenantAccounts> tenants,
    List<Finding> findings,
    List<String> notes,
    long events,
    double seconds,
    Instant cutAt) {
  public AuditReport {
    tenants = List.copyOf(tenants);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /**
   * The accounts of a tenant.
   *
   * @param lanes by lane and job
   * @param present rows in {@code reading}; -1 if they were not counted
   * @param expired rows removed because of their age
   * @param erased rows removed because somebody asked for it
   * @param refused events that the gateway refused for good and kept as dead letters
   */
  public record TenantAccounts(
      String tenant,
      List<LaneAccount> lanes,
      long present,
      long expired,
      long erased,
      long refused) {
    public TenantAccounts {
      lanes = List.copyOf(lanes);
    }
  }

  /**
   * The events of a lane and job: {@code accepted = stored + duplicates + dead + inFlight}.
   *
   * @param accepted as counted from the log
   * @param inFlight accepted and not booked yet, as counted from the log
   */
  public record LaneAccount(
      String lane,
      String job,
      long accepted,
      long stored,
      long duplicates,
      long dead,
      long inFlight) {}
}
