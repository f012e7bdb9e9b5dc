package io.evenkeel.sink.pressure;

import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** Where storing goes on, by topic id and partition. Immutable. */
record StoredPositions(Map<Place, Position> positions) {
  private static final String POSITIONS =
      "SELECT topic_id, partition, next_offset, next_source_offset FROM evenkeel.sink_position"
          + " WHERE cluster_id = ?";

  StoredPositions {
    positions = Map.copyOf(positions);
  }

  /** Reads what is known of a cluster. */
  static StoredPositions read(Database database, String clusterId) throws SQLException {
    Map<Place, Position> positions = new HashMap<>();
    try (Connection connection = database.connection();
        PreparedStatement query = connection.prepareStatement(POSITIONS)) {
      query.setString(1, clusterId);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          Place place = new Place(rows.getObject(1, UUID.class), rows.getInt(2));
          long next = rows.getLong(3);
          long nextSource = rows.getLong(4);
          boolean noSource = rows.wasNull();
          positions.put(
              place,
              new Position(next, noSource ? OptionalLong.empty() : OptionalLong.of(nextSource)));
        }
      }
    }
    return new StoredPositions(positions);
  }

  /** The offset to store next; empty where storing never began. */
  OptionalLong next(UUID topicId, int partition) {
    Position position = positions.get(new Place(topicId, partition));
    return position == null ? OptionalLong.empty() : OptionalLong.of(position.next());
  }

  /** The offset in the source of the record to store next; empty before the first. */
  OptionalLong nextSource(UUID topicId, int partition) {
    Position position = positions.get(new Place(topicId, partition));
    return position == null ? OptionalLong.empty() : position.nextSource();
  }

  private record Place(UUID topicId, int partition) {}

  private record Position(long next, OptionalLong nextSource) {}
}
