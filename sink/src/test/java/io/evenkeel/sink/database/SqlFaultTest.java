package io.evenkeel.sink.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"08006", "08001", "40001", "40P01", "53300", "57P01", "57014", "25P03", "55P03"})
  void waitsForTheDatabase(String state) {
    assertThat(SqlFault.of(new SQLException("", state))).isEqualTo(new SqlFault.Transient(state));
  }

  @Test
  void waitsWhereThePoolHasNoConnection() {
    assertThat(SqlFault.of(new SQLTransientConnectionException("timed out")))
        .isInstanceOf(SqlFault.Transient.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22P05", "22003", "23502", "54000"})
  void blamesTheRow(String state) {
    assertThat(SqlFault.of(new SQLException("", state))).isInstanceOf(SqlFault.Poison.class);
  }

  @Test
  void recognisesADuplicateKey() {
    assertThat(SqlFault.of(new SQLException("", "23505"))).isEqualTo(new SqlFault.Duplicate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"42703", "42P01", "42501", "08P01", "0A000"})
  void blamesTheProgramOrTheSchema(String state) {
    assertThat(SqlFault.of(new SQLException("", state))).isEqualTo(new SqlFault.Broken(state));
  }

  @ParameterizedTest
  @CsvSource({
    "'COPY reading, line 3004',3004",
    "'COPY reading, line 7, column extra',7",
    "'COPY stage_reading, line 1, column evse_id',1"
  })
  void findsTheRowThatACopyNames(String where, int line) {
    assertThat(SqlFault.CopyLine.parse(where)).isEqualTo(OptionalInt.of(line));
  }

  @Test
  void findsNoRowWhereNoneIsNamed() {
    assertThat(SqlFault.CopyLine.parse("SQL statement \"SELECT 1\"")).isEmpty();
  }
}
