package io.evenkeel.sink.audit;

/**
 * What events are counted by.
 *
 * @param tenant slug
 * @param lane {@code live} or {@code backfill}
 * @param job backfill job, empty on the live lane
 * @param partition of the topics
 */
record Account(String tenant, String lane, String job, int partition) {}
