package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/**
 * Removes dead letters that were kept for long enough, whatever became of them, and books them as
 * expired in the same statement. One that is being replayed waits for the end of that.
 */
final class DeadLetterRetention implements Chore {
  private static final int LETTERS_MAX = 1_000;

  // A letter that a replay claims at this moment is passed over.
  private static final String REMOVE =
      "WITH old AS (SELECT dead_letter_id FROM evenkeel.dead_letter"
          + " WHERE kept_at < ? AND state <> 'replaying' ORDER BY kept_at LIMIT "
          + LETTERS_MAX
          + " FOR UPDATE SKIP LOCKED),"
          + " gone AS (DELETE FROM evenkeel.dead_letter d USING old"
          + " WHERE d.dead_letter_id = old.dead_letter_id"
          + " RETURNING d.tenant_no, d.stage, d.kept_at, d.events),"
          + " booked AS (INSERT INTO evenkeel.removal AS r (tenant_no, account, day, expired)"
          + " SELECT tenant_no, stage, (kept_at AT TIME ZONE 'UTC')::date, sum(events) FROM gone"
          + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
          + " ON CONFLICT (tenant_no, account, day)"
          + " DO UPDATE SET expired = r.expired + excluded.expired)"
          + " SELECT count(*) FROM gone";

  private final Database database;
  private final Duration ageMax;
  private final InstantSource clock;
  private final Counter expired;

  DeadLetterRetention(
      Database database, Duration ageMax, InstantSource clock, MeterRegistry registry) {
    this.database = database;
    this.ageMax = ageMax;
    this.clock = clock;
    this.expired =
        Counter.builder("evenkeel.sink.dead.letters.expired")
            .description("Dead letters removed because of their age")
            .register(registry);
  }

  @Override
  public String name() {
    return "dead-letter-retention";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean run() throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      remove.setObject(1, clock.instant().minus(ageMax).atOffset(ZoneOffset.UTC));
      try (ResultSet row = remove.executeQuery()) {
        row.next();
        int removed = row.getInt(1);
        expired.increment(removed);
        return removed == LETTERS_MAX;
      }
    }
  }
}
