package io.evenkeel.cli.sql;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.RunningInstance;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel sql}. */
@Command(
    name = "sql",
    description = "Run a SQL statement on the database of a running Evenkeel and print its result.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  evenkeel sql \"select count(*) from reading\"",
      "  evenkeel sql \"select * from vehicle_latest limit 5\""
    })
public final class SqlCommand implements Callable<Integer> {
  @Mixin private DataDirectory data = new DataDirectory();

  @Option(
      names = "--json",
      description = "Print {\"columns\":[…],\"rows\":[[…]]} with numbers and booleans as such.")
  private boolean json;

  @Option(
      names = "--rows-max",
      defaultValue = "10000",
      description = "Print at most this many rows (default: ${DEFAULT-VALUE}).")
  private int rowsMax = 10_000;

  @Parameters(
      paramLabel = "STATEMENT",
      description = "The statement; tables are found without their schema.")
  private String statement = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    RunningInstance instance = RunningInstance.find(data.path());
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = DriverManager.getConnection(instance.jdbc());
        Statement sql = connection.createStatement()) {
      // Rows come in portions only within a transaction.
      connection.setAutoCommit(false);
      sql.setFetchSize(1_000);
      boolean hasRows = sql.execute(statement);
      print(sql, hasRows, out);
      connection.commit();
    } catch (SQLException e) {
      throw new CliException(
          ExitCodes.FAILED, "SQL error " + e.getSQLState() + ": " + e.getMessage());
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void print(Statement sql, boolean hasRows, PrintWriter out)
      throws SQLException, IOException {
    if (!hasRows) {
      out.println(
          json
              ? "{\"updated\":" + sql.getUpdateCount() + "}"
              : sql.getUpdateCount() + " rows changed");
      return;
    }
    try (ResultSet rows = sql.getResultSet()) {
      boolean cut =
          json ? ResultPrinter.json(rows, rowsMax, out) : ResultPrinter.table(rows, rowsMax, out);
      if (cut) {
        spec.commandLine()
            .getErr()
            .println("Only the first " + rowsMax + " rows are shown; see --rows-max.");
      }
    }
  }
}
