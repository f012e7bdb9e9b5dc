package io.evenkeel.sink.store;

import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.Advance;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.SinkPositions;
import io.evenkeel.sink.position.StoredPosition;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The transaction: positions, rows, books, dirty marks, dead letters and latest values of a batch
 * are committed together. Repeating an attempt is always safe: the positions move only once. Thread
 * safe; each lane has its own.
 */
public final class BatchStore {
  /** To be run on each new connection. */
  public static final String CONNECTION_SQL = ReadingTable.STAGE_DDL + LatestValues.STAGE_DDL;

  private final Lane lane;
  private final Database database;
  private final ReadingTable readings;
  private final LatestValues latest;

  /**
   * A store for one lane.
   *
   * @param database whose connections were opened with {@link #CONNECTION_SQL}
   */
  public BatchStore(Lane lane, Database database, SignalColumns columns) {
    this.lane = lane;
    this.database = database;
    this.readings = new ReadingTable(columns);
    this.latest = new LatestValues(columns);
  }

  /**
   * Tries once to store a batch.
   *
   * @param around whether to look for rows that the database refuses and store the rest
   * @param beforeCommit told what will have been stored if the commit succeeds
   * @throws SQLException if it was not stored, or if that is not known
   */
  StoreResult store(
      Batch batch, WritePath path, boolean around, Consumer<StoreResult.Stored> beforeCommit)
      throws SQLException {
    try (Connection connection = database.connection()) {
      connection.setAutoCommit(false);
      if (!SinkPositions.advance(connection, batch.advances())) {
        connection.rollback();
        return whyNot(connection, batch.advances());
      }
      String server = Database.serverStart(connection);
      if (!server.equals(batch.server())) {
        connection.rollback();
        return new StoreResult.OtherServer(server);
      }
      RowWriter rows = new RowWriter(readings, connection, path);
      if (around) {
        rows.writeAround(batch.rows());
      } else {
        rows.write(batch.rows());
      }
      StoreResult.Stored result = account(connection, batch, rows);
      beforeCommit.accept(result);
      connection.commit();
      return result;
    }
  }

  private StoreResult.Stored account(Connection connection, Batch batch, RowWriter rows)
      throws SQLException {
    List<Row> duplicates = joined(batch.repeats(), rows.duplicates());
    List<DeadEvent> dead = joined(batch.dead(), rows.dead());
    long booked = Books.add(connection, batch.records(), duplicates, dead);
    if (booked != rows.stored().size()) {
      throw new IllegalStateException(
          "The books say " + booked + " rows where " + rows.stored().size() + " were written");
    }
    DeadLetters.add(connection, dead);
    mark(connection, batch, rows.stored(), duplicates, dead);
    latest.update(connection, rows.stored());
    return new StoreResult.Stored(
        rows.stored().size(), duplicates.size(), dead.stream().mapToInt(DeadEvent::events).sum());
  }

  // The processor counted every row of the live lane in a minute, but not the late ones, and knew
  // nothing of what the database finds. Of the backfill lane it keeps no minutes at all.
  private void mark(
      Connection connection,
      Batch batch,
      List<Row> stored,
      List<Row> duplicates,
      List<DeadEvent> dead)
      throws SQLException {
    if (lane == Lane.BACKFILL) {
      List<MinuteRange> minutes = DirtyMarks.minutes(stored, MinuteRanges.GAP_MINUTES_MAX);
      DirtyMarks.add(connection, minutes, DirtyMarks.BACKFILL);
      return;
    }
    DirtyMarks.add(connection, MinuteRanges.joined(batch.lateMinutes(), 0), DirtyMarks.LATE);
    DirtyMarks.add(connection, DirtyMarks.minutes(duplicates, 0), DirtyMarks.DUPLICATE);
    DirtyMarks.add(connection, minutes(dead), DirtyMarks.DEAD);
  }

  private static List<MinuteRange> minutes(List<DeadEvent> dead) {
    List<MinuteRange> minutes = new ArrayList<>();
    for (DeadEvent event : dead) {
      Long vehicleId = event.vehicleId();
      Long time = event.timeMillis();
      if (vehicleId != null && time != null) {
        minutes.add(MinuteRange.of(vehicleId, VehicleMinute.minuteOf(time)));
      }
    }
    return MinuteRanges.joined(minutes, 0);
  }

  // The positions were not where this batch begins: either it is stored already, or the partition
  // has another owner.
  private static StoreResult whyNot(Connection connection, List<Advance> advances)
      throws SQLException {
    Map<Integer, StoredPosition> positions =
        SinkPositions.read(connection, advances.getFirst().lease().topic());
    List<PartitionLease> fenced = new ArrayList<>();
    boolean done = false;
    for (Advance advance : advances) {
      switch (advance.outcome(positions.get(advance.lease().partition()))) {
        // One transaction moved them all: if one has moved, all have.
        case DONE -> done = true;
        case FENCED -> fenced.add(advance.lease());
        case OPEN -> {}
      }
    }
    return done ? new StoreResult.StoredBefore() : new StoreResult.Fenced(fenced);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
