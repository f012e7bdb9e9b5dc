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

/** Rows tell where people drive: who reads whose is for the database to say. */
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
    addRows();
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT slug FROM evenkeel.tenant",
        "SELECT name FROM evenkeel.vehicle",
        "SELECT extra ->> 'owner' FROM evenkeel.reading",
        "SELECT tenant FROM evenkeel.reading_named",
        "SELECT name FROM evenkeel.vehicle_minute JOIN evenkeel.vehicle USING (vehicle_id)",
        "SELECT evse_id FROM evenkeel.vehicle_latest",
        "SELECT job FROM evenkeel.book",
        "SELECT job FROM evenkeel.refusal",
        "SELECT name FROM evenkeel.signal_window",
        "SELECT tenant FROM evenkeel.signal_hour",
        "SELECT name FROM evenkeel.drift",
        "SELECT received FROM evenkeel.remap"
      })
  void showsAReaderTheRowsOfItsTenantOnlyAndAnOperatorAll(String query) throws SQLException {
    assertThat(texts(ACME, query)).containsExactly("acme");
    assertThat(texts(BETA, query)).containsExactly("beta");
    assertThat(texts(OPERATOR, query)).containsExactlyInAnyOrder("acme", "beta");
    assertThat(texts(POOL, query)).containsExactlyInAnyOrder("acme", "beta");
  }

  @Test
  void findsTheRowsOfATenantByTheirRangeOfTheKey() throws SQLException {
    try (Connection connection = connect(ACME);
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      assertThat(
              texts(statement, "EXPLAIN SELECT vehicle_id FROM evenkeel.vehicle_minute").toString())
          .contains("Index Cond: ((vehicle_id >= (InitPlan");
    }
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
        "SELECT * FROM evenkeel.operator_action",
        "SELECT * FROM evenkeel.log_count",
        "SELECT evenkeel.open_reader('evk_it_acme')",
        "SET row_security = off; SELECT * FROM evenkeel.reading",
        "INSERT INTO evenkeel.vehicle_latest (vehicle_id, last_event_time) VALUES (1, now())",
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

  // Each row says whose it is.
  private static void addRows() {
    bench.execute("CREATE TABLE evenkeel.reading_all PARTITION OF evenkeel.reading DEFAULT");
    String vehicles = "FROM evenkeel.vehicle";
    for (String sql :
        List.of(
            "vehicle (vehicle_id, tenant_no, name)"
                + " SELECT tenant_no::bigint << 40, tenant_no, slug FROM evenkeel.tenant",
            "reading (vehicle_id, event_time, event_id, ingest_time, extra) SELECT vehicle_id,"
                + " now(), gen_random_uuid(), now(), jsonb_build_object('owner', name) "
                + vehicles,
            "vehicle_minute (vehicle_id, minute, events) SELECT vehicle_id, now(), 1 " + vehicles,
            "vehicle_latest (vehicle_id, last_event_time, evse_id) SELECT vehicle_id, now(), name "
                + vehicles,
            "book SELECT tenant_no, 'live', name, 0, now(), 1, 1, 0, 0, 1, 0, 0 " + vehicles,
            "refusal SELECT tenant_no, 'live', name, 'x', now(), 1 " + vehicles,
            "signal_window SELECT tenant_no, now(), 'signal', name, 1 " + vehicles,
            "drift SELECT tenant_no, 'appeared', name, 0, 1, now() " + vehicles,
            "remap (tenant_no, received, signal, scale, \"offset\")"
                + " SELECT tenant_no, name, 'soc', 1, 0 "
                + vehicles)) {
      bench.execute("INSERT INTO evenkeel." + sql);
    }
  }

  private static List<String> letters(String role) throws SQLException {
    return texts(role, "SELECT message FROM evenkeel.dead_letter ORDER BY message");
  }

  private static List<String> letters(Statement statement) throws SQLException {
    return texts(statement, "SELECT message FROM evenkeel.dead_letter ORDER BY message");
  }

  private static List<String> texts(String role, String query) throws SQLException {
    try (Connection connection = connect(role);
        Statement statement = connection.createStatement()) {
      return texts(statement, query);
    }
  }

  private static List<String> texts(Statement statement, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static Connection connect(String role) throws SQLException {
    return DriverManager.getConnection(bench.jdbcUrl(), role, "reads");
  }
}
