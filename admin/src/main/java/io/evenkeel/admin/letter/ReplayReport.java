package io.evenkeel.admin.letter;

/**
 * What a replay did.
 *
 * @param replayId its number, 0 for a dry run
 * @param job under which the events stand in the books
 * @param replayed letters of which everything was accepted
 * @param failed letters that failed again; they are held, with the reason
 * @param events accepted events
 * @param stopped why it ended early, or empty
 */
public record ReplayReport(
    long replayId, String job, long replayed, long failed, long events, String stopped) {}
