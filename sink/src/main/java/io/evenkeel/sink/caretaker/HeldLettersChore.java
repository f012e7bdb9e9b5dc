package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.letter.LetterStage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Shows how many dead letters wait for somebody to replay or discard them, and for how long. */
final class HeldLettersChore implements Chore {
  private static final String HELD =
      "SELECT stage, count(*), greatest(0, extract(epoch FROM now() - min(kept_at)))"
          + " FROM evenkeel.dead_letter WHERE state IN ('held', 'replaying') GROUP BY stage";
  private static final Held NONE = new Held(0, 0);

  private final Database database;
  private volatile Map<String, Held> byStage = Map.of();

  HeldLettersChore(Database database, MeterRegistry registry) {
    this.database = database;
    for (LetterStage stage : LetterStage.values()) {
      Gauge.builder("evenkeel.dead.letters.held", () -> held(stage).letters())
          .description(
              "Dead letters neither replayed nor discarded; 0 in processes that are not caretaker")
          .tag("stage", stage.id())
          .register(registry);
      Gauge.builder("evenkeel.dead.letters.oldest.age", () -> held(stage).oldestSeconds())
          .description("Age of the oldest dead letter held; 0 if none, and where held is always 0")
          .baseUnit("seconds")
          .tag("stage", stage.id())
          .register(registry);
    }
  }

  @Override
  public String name() {
    return "held-letters";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(10);
  }

  @Override
  public boolean run() throws SQLException {
    Map<String, Held> found = new HashMap<>();
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(HELD)) {
      while (rows.next()) {
        found.put(rows.getString(1), new Held(rows.getLong(2), rows.getDouble(3)));
      }
    }
    byStage = Map.copyOf(found);
    return false;
  }

  @Override
  public void idle() {
    byStage = Map.of();
  }

  private Held held(LetterStage stage) {
    return byStage.getOrDefault(stage.id(), NONE);
  }

  private record Held(long letters, double oldestSeconds) {}
}
