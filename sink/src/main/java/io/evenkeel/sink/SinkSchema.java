package io.evenkeel.sink;

import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.sink.schema.SignalColumnsMigration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The database schema {@code evenkeel}. The role needs the right to create schemas and temporary
 * tables in the database, not to be a superuser.
 */
public final class SinkSchema {
  /** Name of the schema. */
  public static final String NAME = "evenkeel";

  private SinkSchema() {}

  /**
   * Brings the schema to this build's state; safe when several processes do it at the same time.
   *
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or is of
   *     another make
   */
  public static void migrate(DataSource dataSource) {
    migrate(Flyway.configure().dataSource(dataSource));
  }

  /** As {@link #migrate(DataSource)}, over a connection of its own. */
  public static void migrate(String jdbcUrl, String user, String password) {
    migrate(Flyway.configure().dataSource(jdbcUrl, user, password));
  }

  private static void migrate(FluentConfiguration flyway) {
    flyway
        .locations("classpath:db/migration/evenkeel")
        .schemas(NAME)
        .javaMigrations(new SignalColumnsMigration(SignalCatalogue.standard()))
        .load()
        .migrate();
  }
}
