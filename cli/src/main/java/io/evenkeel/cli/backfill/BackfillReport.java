package io.evenkeel.cli.backfill;

/**
 * What a job came to; over all its runs if it was interrupted.
 *
 * @param read events read from the files
 * @param accepted events acknowledged by the gateway
 * @param rejected events refused for good
 * @param stored rows that it added
 * @param duplicates events that were there already, those included that a resumed run sent twice
 * @param seconds of this run
 */
public record BackfillReport(
    long read, long accepted, long rejected, long stored, long duplicates, double seconds) {}
