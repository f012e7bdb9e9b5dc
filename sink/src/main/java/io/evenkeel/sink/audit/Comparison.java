package io.evenkeel.sink.audit;

import io.evenkeel.sink.audit.DatabaseCut.SourcePlace;
import io.evenkeel.sink.store.Vehicles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares accounts that must be equal. Pure. */
final class Comparison {
  private Comparison() {}

  /** Accepted by the log's own count against the books, for partitions that were counted. */
  static List<Finding> log(DatabaseCut cut, List<LaneResult> lanes) {
    List<Finding> findings = new ArrayList<>();
    for (LaneResult lane : lanes) {
      for (PartitionAudit partition : lane.partitions()) {
        if (partition.isCounted()) {
          Counts<Account> log = logCounts(cut, lane, partition);
          compare(log, cut.booked(lane.lane().id(), partition.number()), findings);
        }
      }
    }
    return findings;
  }

  /** The log's count at the cut; where it does not count yet, what the books say. */
  static Counts<Account> logCounts(DatabaseCut cut, LaneResult lane, PartitionAudit partition) {
    String id = lane.lane().id();
    if (!partition.isCounted()) {
      return cut.booked(id, partition.number());
    }
    Counts<Account> log = new Counts<>();
    for (Account account : cut.logCounts().keys()) {
      if (account.lane().equals(id) && account.partition() == partition.number()) {
        log.add(account, cut.logCounts().of(account));
      }
    }
    log.addAll(partition.logChange());
    return log;
  }

  private static void compare(Counts<Account> log, Counts<Account> booked, List<Finding> findings) {
    Set<Account> accounts = new HashSet<>(log.keys());
    accounts.addAll(booked.keys());
    for (Account account : accounts) {
      long inLog = log.of(account);
      long inBooks = booked.of(account);
      if (inLog != inBooks) {
        findings.add(
            Finding.of(
                account,
                Check.LOG,
                Math.abs(inLog - inBooks),
                "The log holds %d events up to the position, the books have %d: %d are %s"
                    .formatted(
                        inLog,
                        inBooks,
                        Math.abs(inLog - inBooks),
                        inLog > inBooks ? "not booked" : "booked too much")));
      }
    }
  }

  /**
   * Stored by the books against rows and what was removed.
   *
   * @param rows by tenant
   */
  static List<Finding> rows(DatabaseCut cut, Counts<String> rows) {
    Counts<String> stored = new Counts<>();
    cut.books().forEach((account, entry) -> stored.add(account.tenant(), entry.stored()));
    List<Finding> findings = new ArrayList<>();
    for (String tenant : tenants(cut, stored.keys(), rows.keys(), TenantStage.READING)) {
      Removed removed =
          cut.removed().getOrDefault(new TenantStage(tenant, TenantStage.READING), Removed.NOTHING);
      long accounted = rows.of(tenant) + removed.total();
      long difference = stored.of(tenant) - accounted;
      if (difference != 0) {
        findings.add(
            Finding.ofTenant(
                tenant,
                Check.ROWS,
                Math.abs(difference),
                "The books have %d rows stored, %d are there, %d expired and %d were erased: %d are %s"
                    .formatted(
                        stored.of(tenant),
                        rows.of(tenant),
                        removed.expired(),
                        removed.erased(),
                        Math.abs(difference),
                        difference > 0 ? "missing" : "too much")));
      }
    }
    return findings;
  }

  /**
   * Dead and refused by the books against dead letters.
   *
   * @param waiting letters of the processor that are not rows yet
   * @param sources by lane and partition, where the cut lies in the telemetry topic
   */
  static List<Finding> letters(
      DatabaseCut cut,
      Map<SourcePlace, String> waiting,
      Map<DatabaseCut.LanePartition, Long> sources) {
    Counts<String> deadSink = new Counts<>();
    Counts<String> deadProcessor = new Counts<>();
    cut.books()
        .forEach((account, entry) -> {
          deadSink.add(account.tenant(), entry.deadSink());
          deadProcessor.add(account.tenant(), entry.deadProcessor());
        });
    Counts<String> processed = new Counts<>();
    waiting.forEach((place, tenant) -> {
      long source =
          sources.getOrDefault(new DatabaseCut.LanePartition(place.lane(), place.partition()), 0L);
      processed.add(tenant, place.offset() < source ? 1 : 0);
    });
    List<Finding> findings = new ArrayList<>();
    Counts<String> none = new Counts<>();
    findings.addAll(findings(TenantStage.SINK, differences(cut, TenantStage.SINK, deadSink, none)));
    findings.addAll(
        findings(TenantStage.GATEWAY, differences(cut, TenantStage.GATEWAY, cut.refused(), none)));
    Map<String, Long> processor = differences(cut, TenantStage.PROCESSOR, deadProcessor, processed);
    findings.addAll(findings(TenantStage.PROCESSOR, withUnknownTenants(processor)));
    return findings;
  }

  /** Booked less what is there, by tenant. */
  private static Map<String, Long> differences(
      DatabaseCut cut, String stage, Counts<String> booked, Counts<String> waiting) {
    Map<String, Long> differences = new HashMap<>();
    Set<String> tenants = tenants(cut, booked.keys(), waiting.keys(), stage);
    for (TenantStage of : cut.letters().keys()) {
      if (of.stage().equals(stage)) {
        tenants.add(of.tenant());
      }
    }
    for (String tenant : tenants) {
      TenantStage of = new TenantStage(tenant, stage);
      long there =
          cut.letters().of(of)
              + waiting.of(tenant)
              + cut.removed().getOrDefault(of, Removed.NOTHING).total();
      differences.put(tenant, booked.of(tenant) - there);
    }
    return differences;
  }

  // A letter too large to be copied does not name its tenant, so it may be any tenant's.
  private static Map<String, Long> withUnknownTenants(Map<String, Long> differences) {
    long unknown = -differences.getOrDefault(Vehicles.NO_TENANT, 0L);
    Map<String, Long> left = new HashMap<>(differences);
    for (String tenant : new TreeSet<>(differences.keySet())) {
      long lacking = differences.getOrDefault(tenant, 0L);
      if (unknown > 0 && lacking > 0) {
        long taken = Math.min(unknown, lacking);
        left.put(tenant, lacking - taken);
        unknown -= taken;
        left.put(Vehicles.NO_TENANT, -unknown);
      }
    }
    return left;
  }

  private static List<Finding> findings(String stage, Map<String, Long> differences) {
    List<Finding> findings = new ArrayList<>();
    differences.forEach((tenant, difference) -> {
      if (difference != 0) {
        findings.add(
            Finding.ofTenant(
                tenant,
                Check.DEAD_LETTERS,
                Math.abs(difference),
                "%d events that stage %s booked as dead or refused %s"
                    .formatted(
                        Math.abs(difference),
                        stage,
                        difference > 0
                            ? "have no dead letter"
                            : "are not booked but have dead letters")));
      }
    });
    return findings;
  }

  private static Set<String> tenants(
      DatabaseCut cut, Set<String> some, Set<String> others, String account) {
    Set<String> tenants = new TreeSet<>(some);
    tenants.addAll(others);
    for (TenantStage of : cut.removed().keySet()) {
      if (of.stage().equals(account)) {
        tenants.add(of.tenant());
      }
    }
    return tenants;
  }
}
