package io.evenkeel.client;

import java.util.List;

/**
 * What became of a batch after all attempts. {@code accepted + rejected.size() + unsent = } events
 * in the batch.
 *
 * @param accepted events that the gateway acknowledged: they are durable
 * @param rejected events that it refused for good, ascending by index
 * @param unsent events without an answer when the client gave up, or refused as a whole; sending
 *     them again is safe
 * @param attempts requests made
 * @param failure why events stayed unsent, or empty
 */
public record SendResult(
    int accepted, List<Rejection> rejected, int unsent, int attempts, String failure) {
  public SendResult {
    rejected = List.copyOf(rejected);
  }

  /**
   * One refused event.
   *
   * @param index position in the batch
   * @param id as the gateway names the event, empty if it does not
   * @param code the gateway's error code
   * @param detail what is wrong
   */
  public record Rejection(int index, String id, String code, String detail) {
    Rejection at(int newIndex) {
      return new Rejection(newIndex, id, code, detail);
    }
  }

  /** Whether every event got a final answer. */
  public boolean isComplete() {
    return unsent == 0;
  }
}
