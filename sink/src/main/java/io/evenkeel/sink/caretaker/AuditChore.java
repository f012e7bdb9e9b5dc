package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.audit.Audit;
import io.evenkeel.sink.audit.AuditOptions;
import io.evenkeel.sink.audit.AuditOptions.MinuteScope;
import io.evenkeel.sink.audit.AuditReport;
import io.evenkeel.sink.audit.Check;
import io.evenkeel.sink.audit.Finding;
import io.evenkeel.sink.audit.Slice;
import io.evenkeel.sink.audit.SliceRotation;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.KafkaAccess;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits all the time without being a burden. Log, positions, books and dead letters are compared
 * each time; the rows are counted as often as takes a fiftieth of the time; of the minutes one
 * piece after the other is compared. What was found wrong is looked at again each time.
 */
final class AuditChore implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(AuditChore.class);
  private static final long IN_FLIGHT_MAX = 200_000;
  private static final long LETTERS_MAX = 5_000;
  // Rest for each unit of work: an audit takes at most a twentieth of one connection's time, and
  // counting rows a fiftieth.
  private static final int REST_FACTOR = 20;
  private static final int ROWS_REST_FACTOR = 50;
  private static final int SLICES_AGAIN_MAX = 100;

  private final Database database;
  private final Audit audit;
  private final Duration every;
  private final InstantSource clock;
  private final SliceRotation rotation = new SliceRotation();
  private final Timer duration;

  private Duration took = Duration.ZERO;
  private Instant rowsDue = Instant.MIN;
  private List<Finding> rowFindings = List.of();
  private List<Slice> slicesAgain = List.of();
  private Set<Finding> known = Set.of();
  private volatile @Nullable Result result;

  AuditChore(
      KafkaAccess kafka,
      Database database,
      Duration every,
      InstantSource clock,
      MeterRegistry registry) {
    this.database = database;
    this.audit = new Audit(kafka, database);
    this.every = every;
    this.clock = clock;
    this.duration =
        Timer.builder("evenkeel.audit.duration")
            .description("Time that one continuous audit takes")
            .register(registry);
    Gauge.builder("evenkeel.audit.balanced", () -> of(r -> r.findings().isEmpty() ? 1 : 0))
        .description("1 if nothing differs, 0 if something does; of the caretaker only")
        .register(registry);
    Gauge.builder("evenkeel.audit.age", () -> of(r -> secondsSince(r.at())))
        .description("Time since the last continuous audit was complete; of the caretaker only")
        .baseUnit("seconds")
        .register(registry);
    for (Check check : Check.values()) {
      Gauge.builder("evenkeel.audit.findings", () -> of(r -> r.count(check)))
          .description("What the last audit found")
          .tag("check", check.id())
          .register(registry);
      Gauge.builder("evenkeel.audit.imbalance.events", () -> of(r -> r.amount(check)))
          .description("How much is missing or too much by the last audit")
          .tag("check", check.id())
          .register(registry);
    }
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public Duration every() {
    Duration rest = took.multipliedBy(REST_FACTOR);
    return rest.compareTo(every) > 0 ? rest : every;
  }

  @Override
  public boolean run() throws SQLException, InterruptedException {
    Instant start = clock.instant();
    try {
      List<Slice> slices = new ArrayList<>(slicesAgain);
      slices.addAll(rotation.next(database));
      boolean rows = !start.isBefore(rowsDue);
      AuditReport report = audit.run(options(rows, slices));
      took = Duration.between(start, clock.instant());
      duration.record(took);
      take(report, rows, slices);
    } catch (KafkaException e) {
      LOG.atWarn().addKeyValue("cause", e.toString()).log("An audit could not be completed");
    }
    return false;
  }

  @Override
  public void idle() {
    result = null;
    known = Set.of();
  }

  private static AuditOptions options(boolean rows, List<Slice> slices) {
    return new AuditOptions(
        IN_FLIGHT_MAX, LETTERS_MAX, rows, new MinuteScope.Slices(slices), true, Optional.empty());
  }

  private void take(AuditReport report, boolean rows, List<Slice> slices) {
    List<Finding> findings = new ArrayList<>(report.findings());
    if (rows) {
      rowFindings = findings.stream().filter(f -> f.check() == Check.ROWS).toList();
      rowsDue = clock.instant().plus(took.multipliedBy(ROWS_REST_FACTOR));
    } else {
      findings.addAll(rowFindings);
    }
    boolean minutesDiffer = findings.stream().anyMatch(f -> f.check() == Check.MINUTES);
    slicesAgain =
        minutesDiffer ? slices.stream().distinct().limit(SLICES_AGAIN_MAX).toList() : List.of();
    findings.stream().filter(finding -> !known.contains(finding)).forEach(AuditChore::log);
    if (findings.isEmpty() && !known.isEmpty()) {
      LOG.atInfo().log("The books balance again");
    }
    known = new HashSet<>(findings);
    result = new Result(clock.instant(), List.copyOf(findings));
  }

  private static void log(Finding finding) {
    LOG.atError()
        .addKeyValue("check", finding.check().id())
        .addKeyValue("tenant", finding.tenant())
        .addKeyValue("lane", finding.lane())
        .addKeyValue("job", finding.job())
        .addKeyValue("partition", String.valueOf(finding.partition()))
        .addKeyValue("amount", finding.amount())
        .addKeyValue("finding", finding.message())
        .log("The books do not balance");
  }

  private double of(ToDoubleFunction<Result> figure) {
    Result last = result;
    return last == null ? Double.NaN : figure.applyAsDouble(last);
  }

  private double secondsSince(Instant at) {
    return Duration.between(at, clock.instant()).toMillis() / 1000.0;
  }

  /** What the last complete audit found. */
  private record Result(Instant at, List<Finding> findings) {
    long count(Check check) {
      return findings.stream().filter(finding -> finding.check() == check).count();
    }

    long amount(Check check) {
      return findings.stream()
          .filter(finding -> finding.check() == check)
          .mapToLong(Finding::amount)
          .sum();
    }
  }
}
