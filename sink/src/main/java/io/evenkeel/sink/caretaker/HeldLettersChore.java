package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.letter.LetterStage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows how many dead letters wait for somebody to replay or discard them, and for how long. */
final class HeldLettersChore implements Chore {
  private static final String HELD =
      "SELECT stage, code, count(*), greatest(0, extract(epoch FROM now() - min(kept_at)))"
          + " FROM evenkeel.dead_letter WHERE state IN ('held', 'replaying') GROUP BY stage, code";

  private final Database database;
  private final MultiGauge held;
  private volatile Map<String, Double> oldestSeconds = Map.of();

  HeldLettersChore(Database database, MeterRegistry registry) {
    this.database = database;
    this.held =
        MultiGauge.builder("evenkeel.dead.letters.held")
            .description(
                "Dead letters neither replayed nor discarded, by the most frequent codes; of the caretaker only")
            .register(registry);
    for (LetterStage stage : LetterStage.values()) {
      Gauge.builder(
              "evenkeel.dead.letters.oldest.age", () -> oldestSeconds.getOrDefault(stage.id(), 0.0))
          .description(
              "Age of the oldest dead letter held; 0 if none, and in processes that are not caretaker")
          .baseUnit("seconds")
          .tag("stage", stage.id())
          .strongReference(true)
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
    List<HeldLetters> found = new ArrayList<>();
    Map<String, Double> oldest = new HashMap<>();
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(HELD)) {
      while (rows.next()) {
        found.add(new HeldLetters(rows.getString(1), rows.getString(2), rows.getLong(3)));
        oldest.merge(rows.getString(1), rows.getDouble(4), Math::max);
      }
    }
    oldestSeconds = Map.copyOf(oldest);
    show(HeldLetters.shown(found));
    return false;
  }

  @Override
  public void idle() {
    oldestSeconds = Map.of();
    show(List.of());
  }

  private void show(List<HeldLetters> letters) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (HeldLetters of : letters) {
      rows.add(MultiGauge.Row.of(Tags.of("stage", of.stage(), "code", of.code()), of.letters()));
    }
    held.register(rows, true);
  }
}
