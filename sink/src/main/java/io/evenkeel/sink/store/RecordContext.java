package io.evenkeel.sink.store;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.position.PartitionLease;

/**
 * What the events of one clean record have in common.
 *
 * @param tenantNo the tenant's number in the database
 * @param tenant the tenant's slug
 * @param job backfill job, empty on the live lane
 */
public record RecordContext(
    PartitionLease lease, Lane lane, CleanRecord record, int tenantNo, String tenant, String job) {

  /** When the gateway accepted the events, Unix milliseconds. */
  public long ingestTimeMillis() {
    return record.ingestTimeMillis();
  }
}
