package io.evenkeel.sink.audit;

import io.evenkeel.sink.store.Vehicles;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in the database as of one snapshot.
 *
 * @param tenants slug by tenant number
 * @param positions where storing goes on, of every cluster and topic
 * @param books what is booked, summed over days
 * @param unbalanced entries of the books that do not add up
 * @param letters events in {@code dead_letter} by tenant and stage; of the processor's only those
 *     whose record lies before the position of its source
 * @param buried places of telemetry records that lie where the log is still to be counted and that
 *     the processor set aside as a whole
 * @param refused what the gateway refused, by tenant
 * @param removed rows that are gone, by account
 * @param logPositions how far the log was counted before, for the topics as they are now
 * @param logCounts what was counted, by account
 * @param lanesWithPast lanes of which positions or counts of another topic or cluster are known
 * @param expiredDays days whose minutes are kept without rows
 */
record DatabaseCut(
    Instant at,
    Map<Integer, String> tenants,
    List<Position> positions,
    Map<Account, BookEntry> books,
    List<Finding> unbalanced,
    Counts<TenantStage> letters,
    Set<SourcePlace> buried,
    Counts<String> refused,
    Map<TenantStage, Removed> removed,
    Map<LanePartition, LogPosition> logPositions,
    Counts<Account> logCounts,
    Set<String> lanesWithPast,
    Set<LocalDate> expiredDays) {

  /** A place in a lane's topics. */
  record LanePartition(String lane, int partition) {}

  /** A record of a telemetry topic. */
  record SourcePlace(String lane, int partition, long offset) {}

  /**
   * A row of {@code sink_position}.
   *
   * @param nextSource where storing goes on in the telemetry topic; empty before the first record
   */
  record Position(
      String clusterId,
      UUID topicId,
      String topic,
      int partition,
      long nextOffset,
      OptionalLong nextSource) {}

  /**
   * A row of {@code log_position}.
   *
   * @param from where counting began; what came before was taken over from the books
   * @param next up to where it came
   */
  record LogPosition(long from, long next) {}

  /** The position of a partition of the topic as it is now, or null if it has none. */
  @Nullable Position position(String clusterId, UUID topicId, int partition) {
    for (Position position : positions) {
      if (position.partition() == partition
          && position.topicId().equals(topicId)
          && position.clusterId().equals(clusterId)) {
        return position;
      }
    }
    return null;
  }

  /** The slug of a tenant number. */
  String tenant(int tenantNo) {
    return tenants.getOrDefault(tenantNo, Vehicles.NO_TENANT);
  }

  /** What is booked on a partition of a lane. */
  Counts<Account> booked(String lane, int partition) {
    Counts<Account> booked = new Counts<>();
    books.forEach((account, entry) -> {
      if (account.lane().equals(lane) && account.partition() == partition) {
        booked.add(account, entry.in());
      }
    });
    return booked;
  }
}
