package io.evenkeel.sink.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of tenants and ids of vehicles; makes those that are new, in short transactions of their
 * own, so that no writer waits for another's batch. What is remembered belongs to one start of the
 * server: one that was restored from a backup may have given the same numbers to others.
 * Thread-safe.
 */
public final class Vehicles {
  /** Stands for a tenant that is not known; no tenant can have this name. */
  public static final String NO_TENANT = "?";

  private static final int TENANTS_MAX = 10_000;
  // About 30 MB when full; a vehicle that is not in it costs one look-up a batch.
  private static final int VEHICLES_MAX = 200_000;
  // The gateway's bound is lower; this one is PostgreSQL's, for a key of an index.
  private static final int NAME_CHARS_MAX = 256;

  private static final String FIND_TENANT = "SELECT tenant_no FROM evenkeel.tenant WHERE slug = ?";
  private static final String ADD_TENANT =
      "INSERT INTO evenkeel.tenant (slug) VALUES (?) ON CONFLICT (slug) DO NOTHING";
  private static final String FIND_VEHICLES =
      "SELECT name, vehicle_id FROM evenkeel.vehicle WHERE tenant_no = ? AND name = ANY (?)";
  private static final String ADD_VEHICLES =
      "INSERT INTO evenkeel.vehicle (vehicle_id, tenant_no, name)"
          + " SELECT (?::bigint << 40) | nextval('evenkeel.vehicle_counter'), ?, n"
          + " FROM unnest(?::text[]) AS n ON CONFLICT (tenant_no, name) DO NOTHING";

  private final Database database;
  private final Cache<String, Integer> tenants =
      Caffeine.newBuilder().maximumSize(TENANTS_MAX).build();
  private final Cache<Key, Long> vehicles = Caffeine.newBuilder().maximumSize(VEHICLES_MAX).build();

  private volatile String server = "";

  /** Vehicles of a database. */
  public Vehicles(Database database) {
    this.database = database;
  }

  /** Whether a text can be stored: PostgreSQL's holds every character but NUL. */
  public static boolean isStorable(String text) {
    return text.indexOf('\0') < 0;
  }

  /** Whether a name can be stored and indexed. */
  public static boolean isName(String name) {
    return isStorable(name) && name.length() <= NAME_CHARS_MAX;
  }

  /** The name itself, or what of it can be stored and indexed. */
  public static String toName(String text) {
    String storable = text.replace("\0", "");
    return storable.length() <= NAME_CHARS_MAX ? storable : storable.substring(0, NAME_CHARS_MAX);
  }

  /**
   * The slug under which something of a tenant is booked: its own, or one that no tenant can have
   * where the given one is empty or cannot be stored.
   */
  public static String toTenant(String slug) {
    return !slug.isEmpty() && isName(slug) ? slug : NO_TENANT;
  }

  /**
   * The start of the server that what is remembered belongs to; see {@link Database#serverStart}.
   */
  public String server() {
    return server;
  }

  /** Forgets everything if it belongs to another start of the server. */
  public synchronized void belongTo(String start) {
    if (!server.equals(start)) {
      tenants.invalidateAll();
      vehicles.invalidateAll();
      server = start;
    }
  }

  /** The number of a tenant, made if it is new. */
  public int tenantNo(String slug) throws SQLException {
    Integer known = tenants.getIfPresent(slug);
    if (known != null) {
      return known;
    }
    String asked = server;
    try (Connection connection = database.connection()) {
      Integer found = findTenant(connection, slug);
      if (found == null) {
        try (PreparedStatement add = connection.prepareStatement(ADD_TENANT)) {
          add.setString(1, slug);
          add.executeUpdate();
        }
        found = findTenant(connection, slug);
      }
      if (found == null) {
        throw new SQLException("A tenant's row vanished while it was being added");
      }
      int number = found;
      remember(asked, () -> tenants.put(slug, number));
      return number;
    }
  }

  /**
   * Ids of vehicles, made if they are new.
   *
   * @return name to id, for each of the names
   */
  public Map<String, Long> ids(int tenantNo, Collection<String> names) throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    // Sorted, so that two processes that add the same vehicles wait for each other in one order.
    NavigableSet<String> unknown = new TreeSet<>();
    for (String name : names) {
      Long id = vehicles.getIfPresent(new Key(tenantNo, name));
      if (id == null) {
        unknown.add(name);
      } else {
        ids.put(name, id);
      }
    }
    if (!unknown.isEmpty()) {
      ids.putAll(findOrAdd(tenantNo, unknown));
    }
    return ids;
  }

  private Map<String, Long> findOrAdd(int tenantNo, NavigableSet<String> names)
      throws SQLException {
    String asked = server;
    try (Connection connection = database.connection()) {
      Map<String, Long> found = find(connection, tenantNo, names);
      List<String> missing = names.stream().filter(name -> !found.containsKey(name)).toList();
      if (!missing.isEmpty()) {
        add(connection, tenantNo, missing);
        found.putAll(find(connection, tenantNo, missing));
      }
      remember(asked, () -> found.forEach((name, id) -> vehicles.put(new Key(tenantNo, name), id)));
      return found;
    }
  }

  private synchronized void remember(String asked, Runnable putting) {
    if (server.equals(asked)) {
      putting.run();
    }
  }

  private static @Nullable Integer findTenant(Connection connection, String slug)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND_TENANT)) {
      find.setString(1, slug);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? Integer.valueOf(row.getInt(1)) : null;
      }
    }
  }

  private static Map<String, Long> find(
      Connection connection, int tenantNo, Collection<String> names) throws SQLException {
    Map<String, Long> found = new HashMap<>();
    try (PreparedStatement find = connection.prepareStatement(FIND_VEHICLES)) {
      find.setInt(1, tenantNo);
      find.setArray(2, connection.createArrayOf("text", names.toArray()));
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return found;
  }

  private static void add(Connection connection, int tenantNo, List<String> names)
      throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(ADD_VEHICLES)) {
      add.setLong(1, tenantNo);
      add.setInt(2, tenantNo);
      add.setArray(3, connection.createArrayOf("text", new ArrayList<>(names).toArray()));
      add.executeUpdate();
    }
  }

  private record Key(int tenantNo, String name) {}
}
