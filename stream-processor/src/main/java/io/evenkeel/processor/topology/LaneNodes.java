package io.evenkeel.processor.topology;

import io.evenkeel.model.topic.Lane;

/** Names of a lane's nodes and stores. Changelog topics are named after stores: never rename. */
record LaneNodes(Lane lane) {
  /** Child of the live lane's processor only. */
  static final String MINUTES = "minutes";

  String source() {
    return "telemetry-" + lane.id();
  }

  String processor() {
    return "deduplicate-" + lane.id();
  }

  String clean() {
    return "clean-" + lane.id();
  }

  String deadLetter() {
    return "dead-letter-" + lane.id();
  }

  /** Store of one value a vehicle. */
  String vehicleStore() {
    return "vehicles-" + lane.id();
  }

  /** Store of the segments of hashed identities. */
  String hashStore() {
    return "hashes-" + lane.id();
  }
}
