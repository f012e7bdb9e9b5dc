package io.evenkeel.admin.letter;

import io.evenkeel.admin.OperatorTrail;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What replays write: their own rows, and the state of the letters that they claim. */
final class ReplayTable {
  /** Most replays of one letter. */
  static final int ATTEMPTS_MAX = 5;

  private final String jdbcUrl;

  ReplayTable(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** Begins a replay and returns its number. */
  long beginReplay(LetterFilter filter, String actor) {
    String sql =
        "INSERT INTO evenkeel.dead_letter_replay (actor, filter) VALUES (?, ?::jsonb)"
            + " RETURNING replay_id";
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, actor);
      insert.setString(2, OperatorTrail.json(filter.described()));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        long id = row.getLong(1);
        Map<String, String> detail = new LinkedHashMap<>(filter.described());
        detail.put("replay_id", Long.toString(id));
        OperatorTrail.add(connection, actor, "dead-letters replay", detail);
        return id;
      }
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  /**
   * Claims letters for a replay: held ones, and what a replay that died had claimed.
   *
   * @param replay the replay; what it has tried already is not claimed again
   */
  List<Letter> claim(LetterFilter filter, long replay, int limit) {
    LetterCondition condition = LetterCondition.of(filter);
    String sql =
        "WITH wanted AS (SELECT d.dead_letter_id"
            + LetterRows.FROM
            + condition.sql()
            + " AND d.attempts < "
            + ATTEMPTS_MAX
            + " AND d.replay_id IS DISTINCT FROM ? AND (d.state = 'held' OR d.state = 'replaying'"
            + " AND EXISTS (SELECT FROM evenkeel.dead_letter_replay r WHERE r.replay_id ="
            + " d.replay_id AND (r.state <> 'running' OR r.seen_at < now() - interval '2 min')))"
            + " ORDER BY d.dead_letter_id LIMIT ? FOR UPDATE OF d SKIP LOCKED)"
            + " UPDATE evenkeel.dead_letter d SET state = 'replaying', replay_id = ?,"
            + " attempts = d.attempts + 1, state_changed_at = now()"
            + " FROM wanted w, evenkeel.tenant t"
            + " WHERE d.dead_letter_id = w.dead_letter_id AND t.tenant_no = d.tenant_no"
            + " RETURNING "
            + LetterRows.COLUMNS;
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement claim = connection.prepareStatement(sql)) {
      int place = condition.bind(connection, claim, 1);
      claim.setLong(place, replay);
      claim.setInt(place + 1, limit);
      claim.setLong(place + 2, replay);
      List<Letter> claimed = LetterRows.letters(claim);
      claimed.sort(Comparator.comparingLong(Letter::id));
      return claimed;
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  /** Writes what became of claimed letters, and that the replay lives. */
  void settle(long replay, List<Outcome> outcomes) {
    String sql =
        "UPDATE evenkeel.dead_letter SET state = ?, attempts = attempts - ?,"
            + " message = coalesce(?, message), state_changed_at = now()"
            + " WHERE dead_letter_id = ? AND replay_id = ? AND state = 'replaying'";
    String progress =
        "UPDATE evenkeel.dead_letter_replay SET seen_at = now(), replayed = replayed + ?,"
            + " failed = failed + ? WHERE replay_id = ?";
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      try (PreparedStatement update = connection.prepareStatement(sql)) {
        for (Outcome outcome : outcomes) {
          update.setString(1, outcome.state().sql());
          update.setInt(2, outcome.isTried() ? 0 : 1);
          update.setString(3, outcome.message());
          update.setLong(4, outcome.letter().id());
          update.setLong(5, replay);
          update.addBatch();
        }
        update.executeBatch();
      }
      try (PreparedStatement update = connection.prepareStatement(progress)) {
        update.setLong(1, outcomes.stream().filter(Outcome::isReplayed).count());
        update.setLong(2, outcomes.stream().filter(Outcome::isFailed).count());
        update.setLong(3, replay);
        update.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  /** Ends a replay; what it has claimed and not settled is held again. */
  void endReplay(long replay, boolean stopped) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      try (PreparedStatement release =
              connection.prepareStatement(
                  "UPDATE evenkeel.dead_letter SET state = 'held', attempts = attempts - 1"
                      + " WHERE replay_id = ? AND state = 'replaying'");
          PreparedStatement end =
              connection.prepareStatement(
                  "UPDATE evenkeel.dead_letter_replay SET state = ?, ended_at = now()"
                      + " WHERE replay_id = ?")) {
        release.setLong(1, replay);
        release.executeUpdate();
        end.setString(1, stopped ? "stopped" : "done");
        end.setLong(2, replay);
        end.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  /**
   * What became of a claimed letter.
   *
   * @param isTried false where the gateway gave no answer: that attempt does not count
   * @param message what to write instead of the message, or null
   */
  record Outcome(Letter letter, LetterState state, boolean isTried, @Nullable String message) {
    static Outcome replayed(Letter letter) {
      return new Outcome(letter, LetterState.REPLAYED, true, null);
    }

    static Outcome failed(Letter letter, String message) {
      return new Outcome(letter, LetterState.HELD, true, message);
    }

    static Outcome untried(Letter letter) {
      return new Outcome(letter, LetterState.HELD, false, null);
    }

    boolean isReplayed() {
      return state == LetterState.REPLAYED;
    }

    boolean isFailed() {
      return state == LetterState.HELD && isTried;
    }
  }
}
