package io.evenkeel.sink.store;

/**
 * One event on its way into {@code reading}; ordered by the table's primary key.
 *
 * @param event index of the event in its block
 * @param timeMillis event time, Unix milliseconds
 * @param idHigh the event id's most significant bits
 * @param idLow the event id's least significant bits
 */
record Row(BlockRows block, int event, long timeMillis, long idHigh, long idLow)
    implements Comparable<Row> {

  long vehicleId() {
    return block.vehicleId();
  }

  boolean sameKey(Row other) {
    return compareTo(other) == 0;
  }

  // The order of the primary key: PostgreSQL compares uuid byte by byte.
  @Override
  public int compareTo(Row other) {
    int byVehicle = Long.compare(vehicleId(), other.vehicleId());
    if (byVehicle != 0) {
      return byVehicle;
    }
    int byTime = Long.compare(timeMillis, other.timeMillis);
    if (byTime != 0) {
      return byTime;
    }
    int byHigh = Long.compareUnsigned(idHigh, other.idHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(idLow, other.idLow);
  }

  // Rows are the same row, not equal ones: identity is what collections of them need.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
