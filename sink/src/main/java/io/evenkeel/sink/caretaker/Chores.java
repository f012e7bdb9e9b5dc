package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.SinkConfig;
import io.evenkeel.sink.canary.CanaryChore;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.drift.DriftChore;
import io.evenkeel.sink.drift.SignalHoursChore;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.pressure.PressureChore;
import io.evenkeel.sink.remap.RemapChore;
import io.evenkeel.sink.schema.SignalColumns;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Everything that the caretaker does, and the connections that its chores share. */
final class Chores implements AutoCloseable {
  // A chore uses one connection at a time, the audit four; one more makes partitions meanwhile.
  private static final int CONNECTIONS_MAX = 16;

  private final Database database;
  private final List<Chore> all;
  private final Map<Chore, ChoreMetrics> metrics;

  Chores(
      SinkConfig config,
      KafkaAccess kafka,
      SignalColumns columns,
      InstantSource clock,
      MeterRegistry registry) {
    this.database =
        Database.open(
            config.jdbcUrl(),
            config.user(),
            config.password(),
            "evenkeel-caretaker-chores",
            CONNECTIONS_MAX,
            "");
    CaretakerConfig caretaking = config.caretaking();
    List<Chore> chores = new ArrayList<>();
    chores.addAll(
        List.of(
            new MinutesChore(database, columns, registry),
            new PartitionsChore(database, clock, registry),
            new ReadingRetention(database, caretaking.readingAgeMax(), clock, registry),
            new DeadLetterRetention(database, caretaking.deadLetterAgeMax(), clock, registry),
            new HeldLettersChore(database, registry),
            new DatabaseSizeChore(database, registry),
            new DriftChore(database, caretaking.driftWindow(), clock, registry),
            new SignalHoursChore(database, clock),
            new RemapChore(database, kafka, columns),
            new PressureChore(caretaking.pressure(), kafka, database, clock, registry)));
    caretaking
        .canary()
        .ifPresent(target -> chores.add(new CanaryChore(target, database, clock, registry)));
    if (caretaking.auditEvery().isPositive()) {
      chores.add(new AuditChore(kafka, database, caretaking.auditEvery(), clock, registry));
    }
    this.all = List.copyOf(chores);
    this.metrics =
        all.stream()
            .collect(
                Collectors.toMap(
                    chore -> chore, chore -> new ChoreMetrics(chore.name(), registry, clock)));
  }

  List<Chore> all() {
    return all;
  }

  /** Lets each run on a thread of its own. */
  List<ChoreThread> start(Consumer<Throwable> onFatal) {
    return all.stream().map(chore -> new ChoreThread(chore, of(chore), onFatal)).toList();
  }

  private ChoreMetrics of(Chore chore) {
    return Objects.requireNonNull(metrics.get(chore), "Every chore has its metrics");
  }

  @Override
  public void close() {
    database.close();
  }
}
