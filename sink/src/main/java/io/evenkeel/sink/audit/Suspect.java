package io.evenkeel.sink.audit;

/**
 * A minute that does not equal its rows.
 *
 * @param minute minutes since the Unix epoch
 * @param wrong which column differs, or that the minute or its rows are not there
 */
record Suspect(long vehicleId, long minute, String wrong) {}
