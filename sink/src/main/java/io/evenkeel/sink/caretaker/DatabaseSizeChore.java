package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Shows how large the database is. */
final class DatabaseSizeChore implements Chore {
  private final Database database;
  private final HolderGauge size;

  DatabaseSizeChore(Database database, MeterRegistry registry) {
    this.database = database;
    this.size =
        new HolderGauge(
            registry,
            "evenkeel.database.size",
            "Size of the sink's database on disk, without the write-ahead log; of the caretaker only",
            "bytes");
  }

  @Override
  public String name() {
    return "database-size";
  }

  // The server looks at every file of the database.
  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean run() throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
      row.next();
      size.show(row.getLong(1));
    }
    return false;
  }

  @Override
  public void idle() {
    size.hide();
  }
}
