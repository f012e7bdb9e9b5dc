package io.evenkeel.cli.page;

import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /api/letters} says: the newest dead letters, without their payload and vehicle, and
 * the newest findings of drift; of all tenants.
 *
 * @param letters newest first, at most 10
 * @param drift newest first, at most 10
 */
record LettersView(List<Letter> letters, List<Drift> drift) {
  /**
   * A dead letter.
   *
   * @param at when it was kept, Unix milliseconds
   * @param name member or signal that was wrong, as received; null if it was none
   * @param events that it stands for
   */
  record Letter(
      long at,
      String tenant,
      String stage,
      String code,
      @Nullable String name,
      long events,
      String state) {}

  /**
   * A way in which a tenant sends differently from before.
   *
   * @param shareBefore 0 to 1
   * @param shareNow 0 to 1
   * @param since Unix milliseconds
   */
  record Drift(
      String tenant, String kind, String name, double shareBefore, double shareNow, long since) {}

  // Along the index on kept_at, backwards.
  private static final String LETTERS =
      """
      SELECT (extract(epoch FROM kept_at) * 1000)::bigint, slug, stage, code, faulty_name, events, state
      FROM (SELECT * FROM evenkeel.dead_letter ORDER BY kept_at DESC LIMIT 10) d
      JOIN evenkeel.tenant USING (tenant_no) ORDER BY kept_at DESC
      """;
  private static final String DRIFT =
      """
      SELECT slug, kind, name, share_before, share_now, (extract(epoch FROM since) * 1000)::bigint
      FROM evenkeel.drift JOIN evenkeel.tenant USING (tenant_no) ORDER BY since DESC, name LIMIT 10
      """;

  static LettersView read(Database database) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      return new LettersView(letters(statement), drift(statement));
    }
  }

  private static List<Letter> letters(Statement statement) throws SQLException {
    List<Letter> letters = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(LETTERS)) {
      while (row.next()) {
        letters.add(
            new Letter(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7)));
      }
    }
    return List.copyOf(letters);
  }

  private static List<Drift> drift(Statement statement) throws SQLException {
    List<Drift> findings = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(DRIFT)) {
      while (row.next()) {
        findings.add(
            new Drift(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getLong(6)));
      }
    }
    return List.copyOf(findings);
  }
}
