package io.evenkeel.admin;

import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.topic.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds and removes aliases. Gateways follow within two seconds; values that waited under the name
 * of a signal are moved by the caretaker.
 */
public final class AliasBook {
  // The tenant has a row once something of it was stored; before that nothing waits.
  private static final String REMAP =
      "INSERT INTO evenkeel.remap (tenant_no, received, signal, scale, \"offset\")"
          + " SELECT tenant_no, ?, ?, ?, ? FROM evenkeel.tenant WHERE slug = ?";
  private static final String REMAPS =
      "SELECT received, signal, state, moved, unfit FROM evenkeel.remap"
          + " JOIN evenkeel.tenant USING (tenant_no) WHERE slug = ? ORDER BY remap_id";

  private final DirectoryClient directory;
  private final String jdbcUrl;

  /**
   * The aliases of one pipeline.
   *
   * @param jdbcUrl with user and password
   */
  public AliasBook(String bootstrapServers, String jdbcUrl) {
    this.directory = new DirectoryClient(bootstrapServers);
    this.jdbcUrl = jdbcUrl;
  }

  /**
   * Adds an alias, or replaces the one of the same name, and has what waits moved.
   *
   * @param actor who wants it
   */
  public void add(TenantAlias alias, String actor) {
    directory.put(List.of(new DirectoryRecord.OfAlias(alias)));
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      if (alias.kind() == TenantAlias.Kind.SIGNAL) {
        try (PreparedStatement insert = connection.prepareStatement(REMAP)) {
          insert.setString(1, alias.received());
          insert.setString(2, alias.target());
          insert.setDouble(3, alias.scale());
          insert.setDouble(4, alias.offset());
          insert.setString(5, alias.tenant());
          insert.executeUpdate();
        }
      }
      OperatorTrail.add(connection, actor, "alias add", detail(alias));
      connection.commit();
    } catch (SQLException e) {
      throw new AdminException(
          "the alias is in force, but what waits under its name will not be moved: "
              + e.getMessage()
              + "; add it again");
    }
  }

  /** Removes an alias; what was moved stays where it is. */
  public void remove(TenantAlias alias, String actor) {
    directory.remove(new DirectoryRecord.OfAlias(alias));
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      OperatorTrail.add(connection, actor, "alias remove", detail(alias));
    } catch (SQLException e) {
      throw new AdminException(
          "the alias is removed, but who did it was not written down: " + e.getMessage());
    }
  }

  /** The aliases of all tenants, as {@link Topics#DIRECTORY} has them. */
  public List<TenantAlias> list() {
    return directory.aliases();
  }

  /** What was moved for a tenant's aliases, oldest first. */
  public List<Remap> remaps(String tenant) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement query = connection.prepareStatement(REMAPS)) {
      query.setString(1, tenant);
      List<Remap> remaps = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          remaps.add(
              new Remap(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  row.getLong(5)));
        }
      }
      return remaps;
    } catch (SQLException e) {
      throw new AdminException("the database does not answer: " + e.getMessage());
    }
  }

  private static Map<String, ?> detail(TenantAlias alias) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("tenant", alias.tenant());
    detail.put("received", alias.received());
    detail.put("target", alias.target());
    detail.put("scale", alias.scale());
    detail.put("offset", alias.offset());
    return detail;
  }

  /**
   * Moving what waited.
   *
   * @param received name under which it waited
   * @param signal where it goes
   * @param state waiting, running or done
   * @param moved values moved so far
   * @param unfit values that stay where they are
   */
  public record Remap(String received, String signal, String state, long moved, long unfit) {}
}
