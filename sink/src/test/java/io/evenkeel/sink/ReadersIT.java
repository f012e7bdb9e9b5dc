package io.evenkeel.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters hold what vehicles sent: who reads whose is for the database to say. */
class ReadersIT {
  private static final String ACME = "evk_it_acme";
  private static final String BETA = "evk_it_beta";
  private static final String OPERATOR = "evk_it_operator";
  private static final String NOBODY = "evk_it_nobody";
  private static final String POOL = "evk_it_pool";
  private static final List<String> ROLES = List.of(ACME, BETA, OPERATOR, NOBODY, POOL);
  private static final String DENIED = "42501";

  private static Bench bench;

  @BeforeAll
  static void open() {
    bench = new Bench();
    SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
    bench.execute("INSERT INTO evenkeel.tenant (slug) VALUES ('acme'), ('beta')");
    bench.execute(
        "INSERT INTO evenkeel.dead_letter (topic, partition, record_offset, event_index, tenant_no,"
            + " stage, code, message, payload) SELECT 't', 0, tenant_no, -1, tenant_no, 'gateway',"
            + " 'x', slug, '' FROM evenkeel.tenant");
    ROLES.forEach(role -> {
      bench.execute("DROP ROLE IF EXISTS " + role);
      bench.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'reads'");
    });
    bench.execute("SELECT evenkeel.grant_reader('" + ACME + "', 'acme')");
    bench.execute("SELECT evenkeel.grant_reader('" + BETA + "', 'beta')");
    bench.execute("SELECT evenkeel.grant_operator('" + OPERATOR + "')");
    bench.execute("GRANT " + ACME + ", " + BETA + " TO " + POOL);
  }

  @AfterAll
  static void close() {
    ROLES.forEach(role -> {
      bench.execute("DROP OWNED BY " + role);
      bench.execute("DROP ROLE " + role);
    });
    bench.close();
  }

  @Test
  void showsAReaderTheLettersOfItsTenantOnly() throws SQLException {
    assertThat(letters(ACME)).containsExactly("acme");
    assertThat(letters(BETA)).containsExactly("beta");
  }

  @Test
  void showsAnOperatorAllLetters() throws SQLException {
    assertThat(letters(OPERATOR)).containsExactly("acme", "beta");
  }

  @Test
  void showsARoleWithoutAGrantNothing() throws SQLException {
    assertThatThrownBy(() -> letters(NOBODY))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(DENIED));

    bench.execute("GRANT USAGE ON SCHEMA evenkeel TO " + NOBODY);
    bench.execute("GRANT SELECT ON evenkeel.dead_letter TO " + NOBODY);
    assertThat(letters(NOBODY)).isEmpty();
  }

  @Test
  void showsAPooledSessionWhatItsPresentRoleMayRead() throws SQLException {
    try (Connection connection = connect(POOL);
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE " + ACME);
      assertThat(letters(statement)).containsExactly("acme");
      statement.execute("SET ROLE " + BETA);
      assertThat(letters(statement)).containsExactly("beta");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT evenkeel.grant_operator('evk_it_acme')",
        "SELECT evenkeel.grant_reader('evk_it_acme', 'beta')",
        "SELECT evenkeel.revoke_reader('evk_it_beta', 'beta')",
        "SELECT evenkeel.close_reader('evk_it_beta')",
        "INSERT INTO evenkeel.tenant_reader SELECT 'evk_it_acme'::regrole, NULL",
        "SELECT * FROM evenkeel.tenant_reader",
        "SELECT * FROM evenkeel.tenant",
        "SELECT * FROM evenkeel.reading",
        "SET ROLE evk_it_beta",
        "SET row_security = off; SELECT * FROM evenkeel.dead_letter",
        "ALTER TABLE evenkeel.dead_letter DISABLE ROW LEVEL SECURITY",
        "UPDATE evenkeel.dead_letter SET tenant_no = tenant_no",
        "DELETE FROM evenkeel.dead_letter"
      })
  void letsNoReaderWidenItsRights(String attempt) throws SQLException {
    try (Connection connection = connect(ACME);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(attempt))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(DENIED));
    }
  }

  @Test
  void takesRightsBack() throws SQLException {
    String role = "\"evk_it Quoted-1\"";
    bench.execute("DROP ROLE IF EXISTS " + role);
    bench.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'reads'");
    call("grant_reader('evk_it Quoted-1', 'acme')", "grant_operator('evk_it Quoted-1')");
    assertThat(letters("evk_it Quoted-1")).hasSize(2);

    call("revoke_operator('evk_it Quoted-1')");
    assertThat(letters("evk_it Quoted-1")).containsExactly("acme");

    call("revoke_reader('evk_it Quoted-1', 'acme')");
    assertThatThrownBy(() -> letters("evk_it Quoted-1")).hasMessageContaining("permission denied");
    // Nothing is left that would keep the role from being dropped.
    bench.execute("DROP ROLE " + role);
  }

  @Test
  void refusesATenantThatDoesNotExist() {
    assertThatThrownBy(() -> call("grant_reader('" + ACME + "', 'nobody')"))
        .hasStackTraceContaining("nobody");
  }

  private static void call(String... functions) {
    Stream.of(functions).forEach(function -> bench.execute("SELECT evenkeel." + function));
  }

  private static List<String> letters(String role) throws SQLException {
    try (Connection connection = connect(role);
        Statement statement = connection.createStatement()) {
      return letters(statement);
    }
  }

  private static List<String> letters(Statement statement) throws SQLException {
    List<String> letters = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT message FROM evenkeel.dead_letter ORDER BY message")) {
      while (rows.next()) {
        letters.add(rows.getString(1));
      }
    }
    return letters;
  }

  private static Connection connect(String role) throws SQLException {
    return DriverManager.getConnection(bench.jdbcUrl(), role, "reads");
  }
}
