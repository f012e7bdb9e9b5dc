package io.evenkeel.load.faults;

import io.evenkeel.admin.PipelineState;
import io.evenkeel.load.faults.FaultReport.Figures;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.audit.Audit;
import io.evenkeel.sink.audit.AuditOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until everything is stored and compares it with what was acknowledged. */
final class Proof {
  // Of silent vehicles, and those that the caretaker computes again.
  private static final Duration MINUTES_WITHIN = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final FaultyPipeline pipeline;
  private final StoredCheck check;

  Proof(FaultyPipeline pipeline) {
    this.pipeline = pipeline;
    this.check = new StoredCheck(pipeline.jdbcUrl(), FaultyPipeline.TENANT);
  }

  /**
   * What became of what was acknowledged, and what is wrong with it in words.
   *
   * @param figures the outcome
   * @param findings empty if nothing is wrong
   */
  record Outcome(Figures figures, List<String> findings) {
    Outcome {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Waits and compares. Clients must have ended.
   *
   * @throws io.evenkeel.admin.AdminException if nothing is stored for 90 s although records wait
   */
  Outcome take(AckBook book, int kills) throws InterruptedException, SQLException {
    awaitStored();
    long minutes = wrongMinutes();
    StoredCheck.Result result = check.compare(book);
    List<String> findings = new ArrayList<>(result.findings());
    if (minutes > 0) {
      findings.add(minutes + " minutes differ from their rows");
    }
    findings.addAll(audit());
    boolean balanced = result.bookDifference() == 0 && minutes == 0 && findings.isEmpty();
    Figures figures = new Figures(book.events(), kills, result.lost(), result.doubled(), balanced);
    return new Outcome(figures, findings);
  }

  private List<String> audit() throws InterruptedException, SQLException {
    try (Audit audit = Audit.of(pipeline.layout().kafka(), pipeline.jdbcUrl())) {
      return audit.run(AuditOptions.EVERYTHING).findings().stream()
          .map(finding -> "audit: " + finding.message())
          .toList();
    }
  }

  private void awaitStored() throws InterruptedException {
    try (PipelineState state = new PipelineState(pipeline.layout().kafka(), pipeline.jdbcUrl())) {
      for (Lane lane : Lane.values()) {
        state.awaitStored(lane);
      }
    }
  }

  private long wrongMinutes() throws InterruptedException, SQLException {
    long deadline = System.nanoTime() + MINUTES_WITHIN.toNanos();
    long wrong = check.wrongMinutes();
    while (wrong > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_EVERY);
      wrong = check.wrongMinutes();
    }
    return wrong;
  }
}
