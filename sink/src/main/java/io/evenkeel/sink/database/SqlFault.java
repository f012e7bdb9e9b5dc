package io.evenkeel.sink.database;

import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a database error means for what was being stored. */
public sealed interface SqlFault {
  /** The database or the way to it is at fault: the same again later will work. */
  record Transient(String sqlState) implements SqlFault {}

  /** A row with this key is there already. */
  record Duplicate() implements SqlFault {}

  /** No partition takes the row, or not any more. */
  record NoPartition() implements SqlFault {}

  /**
   * The database refuses a value.
   *
   * @param line number of the row in its COPY, from 1, if the server named it
   * @param message the server's primary message, which quotes no stored data
   */
  record Poison(String sqlState, OptionalInt line, String message) implements SqlFault {}

  /** A mistake in the program or the schema: the same again will fail again. */
  record Broken(String sqlState) implements SqlFault {}

  /** Most characters of a server message that are kept. */
  int MESSAGE_MAX = 500;

  /** Classifies an error by its SQLSTATE. */
  static SqlFault of(SQLException e) {
    String state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return new Transient("none");
    }
    return switch (state) {
      case "23505" -> new Duplicate();
      case "23514" -> partitionOrCheck(e, state);
      case "08P01" -> new Broken(state);
      default -> ofClass(e, state);
    };
  }

  private static SqlFault ofClass(SQLException e, String state) {
    return switch (state.substring(0, 2)) {
      // Values, constraints, and limits of the server such as the size of a row.
      case "22", "23", "54" -> poison(e, state);
      // Unknown columns, missing rights, features that the server lacks.
      case "42", "0A", "3F" -> new Broken(state);
      default -> new Transient(state);
    };
  }

  // "no partition of relation found for row" has the state of a check constraint, and names none.
  private static SqlFault partitionOrCheck(SQLException e, String state) {
    ServerErrorMessage server = serverMessage(e);
    return server != null && server.getConstraint() == null ? new NoPartition() : poison(e, state);
  }

  private static SqlFault poison(SQLException e, String state) {
    ServerErrorMessage server = serverMessage(e);
    return new Poison(state, CopyLine.of(server), message(server));
  }

  private static String message(@Nullable ServerErrorMessage server) {
    String message = server == null ? null : server.getMessage();
    String text = message == null ? "refused without a message" : message;
    return text.length() <= MESSAGE_MAX ? text : text.substring(0, MESSAGE_MAX);
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException e) {
    return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
  }

  /** The row that a failed COPY names: {@code COPY reading, line 3004, column extra}. */
  final class CopyLine {
    private static final Pattern WHERE =
        Pattern.compile("^COPY [^,]+, line (\\d+)", Pattern.MULTILINE);

    private CopyLine() {}

    static OptionalInt of(@Nullable ServerErrorMessage server) {
      String where = server == null ? null : server.getWhere();
      return where == null ? OptionalInt.empty() : parse(where);
    }

    static OptionalInt parse(String where) {
      Matcher matcher = WHERE.matcher(where);
      return matcher.find()
          ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
          : OptionalInt.empty();
    }
  }
}
