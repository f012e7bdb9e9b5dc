package io.evenkeel.admin.trace;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the events that were asked for.
 *
 * @param acceptances each time that a gateway accepted one, oldest first, as far as Kafka still has
 *     it
 * @param stored rows in the table of readings
 * @param letters dead letters of the vehicle that may be of them
 * @param isComplete whether everything that Kafka still has of the vehicle was read
 */
public record EventTrace(
    List<Acceptance> acceptances,
    List<StoredEvent> stored,
    List<DeadEvent> letters,
    boolean isComplete) {
  public EventTrace {
    acceptances = List.copyOf(acceptances);
    stored = List.copyOf(stored);
    letters = List.copyOf(letters);
  }

  /**
   * One acceptance.
   *
   * @param id identity
   * @param lane live or backfill
   * @param job backfill job, empty if none
   * @param position topic, partition and offset
   * @param fate what became of it
   */
  public record Acceptance(
      UUID id,
      Instant eventTime,
      Instant acceptedAt,
      String lane,
      String job,
      String position,
      Fate fate) {}

  /** What became of an acceptance. */
  public enum Fate {
    /** The first of its event. */
    FIRST,
    /** A repeat of one before it. */
    DUPLICATE,
    /** The sink has not come to it yet. */
    IN_FLIGHT
  }

  /** A row. */
  public record StoredEvent(UUID id, Instant eventTime, Instant acceptedAt) {}

  /**
   * A dead letter.
   *
   * @param number its number
   * @param eventTime where it is known
   */
  public record DeadEvent(
      long number,
      String stage,
      String code,
      String state,
      Instant keptAt,
      @Nullable Instant eventTime) {}
}
