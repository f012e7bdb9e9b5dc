package io.evenkeel.load.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that was sent against all that is stored.
 *
 * @param balanced whether nothing differs
 * @param sent events
 * @param acknowledged events, by the answers
 * @param refusedByStatus events that were not acknowledged, by HTTP status
 * @param uncertain of them, sent twice because a connection broke: they may be stored
 * @param sentAgain requests that were
 * @param rows in the table
 * @param duplicates that the books have
 * @param auditSeconds that the audit took
 * @param findings what differs, in words
 */
public record Balance(
    boolean balanced,
    long sent,
    long acknowledged,
    Map<Integer, Long> refusedByStatus,
    long uncertain,
    long sentAgain,
    long rows,
    long duplicates,
    double auditSeconds,
    List<String> findings) {
  public Balance {
    refusedByStatus = Map.copyOf(refusedByStatus);
    findings = List.copyOf(findings);
  }

  /** What is wrong with the rows, given what was acknowledged; empty if nothing is. */
  static List<String> compare(long acknowledged, long uncertain, long rows) {
    List<String> findings = new ArrayList<>();
    if (rows < acknowledged) {
      findings.add((acknowledged - rows) + " acknowledged events are not stored");
    }
    if (rows > acknowledged + uncertain) {
      findings.add((rows - acknowledged - uncertain) + " rows are of no acknowledged event");
    }
    return findings;
  }
}
