package io.evenkeel.admin.letter;

import io.evenkeel.admin.OperatorTrail;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code dead_letter} for operators. Every change leaves its trace. Thread-safe. */
public final class LetterTable {
  private final String jdbcUrl;

  /**
   * The table of a database.
   *
   * @param jdbcUrl with user and password
   */
  public LetterTable(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** The newest letters of a filter. */
  public List<Letter> list(LetterFilter filter, int limit) {
    LetterCondition condition = LetterCondition.of(filter);
    String sql =
        "SELECT "
            + LetterRows.COLUMNS
            + LetterRows.FROM
            + condition.sql()
            + " ORDER BY d.dead_letter_id DESC LIMIT ?";
    return query(sql, condition, limit);
  }

  /** How many letters of a filter there are, by tenant, stage, code and state. */
  public List<LetterCount> count(LetterFilter filter) {
    LetterCondition condition = LetterCondition.of(filter);
    String sql =
        "SELECT t.slug, d.stage, d.code, d.state, count(*), sum(d.events), min(d.kept_at),"
            + " max(d.kept_at)"
            + LetterRows.FROM
            + condition.sql()
            + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      condition.bind(connection, statement, 1);
      List<LetterCount> counts = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          counts.add(
              new LetterCount(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  LetterState.of(row.getString(4)),
                  row.getLong(5),
                  row.getLong(6),
                  LetterRows.instant(row, 7),
                  LetterRows.instant(row, 8)));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  /** The letter of this number. */
  public Optional<Letter> find(long id) {
    String sql = "SELECT " + LetterRows.COLUMNS + LetterRows.FROM + "d.dead_letter_id = ? LIMIT ?";
    return query(sql, new LetterCondition("", List.of(id)), 1).stream().findFirst();
  }

  /**
   * Sets held letters aside for good; their rows stay until they expire.
   *
   * @param actor who wants it
   * @param reason why
   * @return number of letters
   */
  public long discard(LetterFilter filter, String actor, String reason) {
    LetterCondition condition = LetterCondition.of(filter);
    String sql =
        "UPDATE evenkeel.dead_letter d SET state = 'discarded', state_changed_at = now()"
            + " FROM evenkeel.tenant t WHERE t.tenant_no = d.tenant_no AND d.state = 'held' AND "
            + condition.sql();
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      long discarded;
      try (PreparedStatement update = connection.prepareStatement(sql)) {
        condition.bind(connection, update, 1);
        discarded = update.executeLargeUpdate();
      }
      Map<String, String> detail = new LinkedHashMap<>(filter.described());
      detail.put("letters", Long.toString(discarded));
      detail.put("reason", reason);
      OperatorTrail.add(connection, actor, "dead-letters discard", detail);
      connection.commit();
      return discarded;
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  private List<Letter> query(String sql, LetterCondition condition, int limit) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(condition.bind(connection, statement, 1), limit);
      return LetterRows.letters(statement);
    } catch (SQLException e) {
      throw LetterRows.failed(e);
    }
  }

  /**
   * Letters that have something in common.
   *
   * @param letters number of letters
   * @param events that they stand for
   * @param oldest when the first was kept
   * @param newest when the last was kept
   */
  public record LetterCount(
      String tenant,
      String stage,
      String code,
      LetterState state,
      long letters,
      long events,
      Instant oldest,
      Instant newest) {}
}
