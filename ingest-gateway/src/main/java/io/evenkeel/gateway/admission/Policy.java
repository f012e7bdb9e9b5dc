package io.evenkeel.gateway.admission;

import io.evenkeel.gateway.problem.Quota;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;

/** The limits by the names under which clients and metrics know them. */
public enum Policy {
  /** Live events of one vehicle. */
  VEHICLE_EVENTS("vehicle-events"),
  /** Live events of one tenant. */
  TENANT_LIVE_EVENTS("tenant-live-events"),
  /** Events of one tenant's backfill. */
  TENANT_BACKFILL_EVENTS("tenant-backfill-events"),
  /** Events of one tenant that are refused for good, and kept. */
  TENANT_REFUSALS("tenant-refusals");

  private final String id;

  Policy(String id) {
    this.id = id;
  }

  /** The name; immutable. */
  public String id() {
    return id;
  }

  /** The limit of a tenant on a lane. */
  public static Policy ofTenant(Lane lane) {
    return switch (lane) {
      case LIVE -> TENANT_LIVE_EVENTS;
      case BACKFILL -> TENANT_BACKFILL_EVENTS;
    };
  }

  /** What a caller who has reached the limit is told of it. */
  public Quota quota(CellRate rate, int level, Duration waitMin) {
    long windowSeconds = Math.ceilDiv(rate.burst(), rate.perSecond());
    return new Quota(id, rate.burst(), windowSeconds, level, waitMin);
  }
}
