package io.evenkeel.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * What an answer settles, and what is next. Pure. Positions count in the batch; accepted, rejected
 * and those of the next step make up exactly the events of the request.
 *
 * @param accepted positions of events that are durable
 * @param rejected events refused for good
 * @param next what to do with the others
 */
record Decision(BitSet accepted, List<SendResult.Rejection> rejected, Next next) {
  /** What to do with events that have no final answer yet. */
  sealed interface Next {
    /** There are none. */
    record Done() implements Next {}

    /** Send them again, not before a time. */
    record Again(BitSet open, Duration notBefore, String reason) implements Next {}

    /** Send them in two requests. */
    record Split(BitSet left, BitSet right) implements Next {}

    /** No request with them will ever be taken. */
    record GiveUp(BitSet open, String reason) implements Next {}
  }

  /**
   * Decides.
   *
   * @param open positions of the events of the request, in its order; not empty
   */
  static Decision of(Answer answer, BitSet open) {
    return switch (answer) {
      case Answer.Processed processed -> processed(processed, open);
      case Answer.TryLater later -> later(later, open);
      case Answer.TooLarge tooLarge -> tooLarge(tooLarge, open);
      case Answer.Refused(String reason) -> settlingNothing(new Next.GiveUp(copy(open), reason));
    };
  }

  private static Decision processed(Answer.Processed answer, BitSet open) {
    int[] positions = open.stream().toArray();
    if (!isWhole(answer, positions.length)) {
      // What such an answer says of any single event is not to be trusted either.
      return again(open, answer.notBefore(), "the answer does not account for every event");
    }
    BitSet retryable = new BitSet();
    answer.retryable().forEach(index -> retryable.set(positions[index]));
    BitSet accepted = copy(open);
    accepted.andNot(retryable);
    answer.rejected().forEach(rejection -> accepted.clear(positions[rejection.index()]));
    Next next =
        retryable.isEmpty()
            ? new Next.Done()
            : new Next.Again(retryable, answer.notBefore(), "events were not acknowledged");
    return new Decision(accepted, inBatch(answer.rejected(), positions), next);
  }

  private static Decision later(Answer.TryLater answer, BitSet open) {
    int[] positions = open.stream().toArray();
    if (!areDistinct(answer.rejected(), Set.of(), positions.length)) {
      return again(open, answer.notBefore(), answer.reason());
    }
    BitSet left = copy(open);
    answer.rejected().forEach(rejection -> left.clear(positions[rejection.index()]));
    Next next =
        left.isEmpty()
            ? new Next.Done()
            : new Next.Again(left, answer.notBefore(), answer.reason());
    return new Decision(new BitSet(), inBatch(answer.rejected(), positions), next);
  }

  private static Decision tooLarge(Answer.TooLarge answer, BitSet open) {
    int[] positions = open.stream().toArray();
    if (positions.length == 1) {
      // It cannot be made smaller.
      return new Decision(
          new BitSet(),
          List.of(new SendResult.Rejection(positions[0], "", answer.code(), answer.detail())),
          new Next.Done());
    }
    int middle = positions[positions.length / 2];
    BitSet left = copy(open);
    left.clear(middle, left.length());
    BitSet right = copy(open);
    right.clear(0, middle);
    return settlingNothing(new Next.Split(left, right));
  }

  private static Decision again(BitSet open, Duration notBefore, String reason) {
    return settlingNothing(new Next.Again(copy(open), notBefore, reason));
  }

  private static Decision settlingNothing(Next next) {
    return new Decision(new BitSet(), List.of(), next);
  }

  private static boolean isWhole(Answer.Processed answer, int events) {
    return areDistinct(answer.rejected(), answer.retryable(), events)
        && answer.accepted() + answer.rejected().size() + answer.retryable().size() == events;
  }

  private static boolean areDistinct(
      List<SendResult.Rejection> rejected, Set<Integer> retryable, int events) {
    BitSet seen = new BitSet(events);
    for (int index : retryable) {
      if (index < 0 || index >= events) {
        return false;
      }
      seen.set(index);
    }
    for (SendResult.Rejection rejection : rejected) {
      int index = rejection.index();
      if (index < 0 || index >= events || seen.get(index)) {
        return false;
      }
      seen.set(index);
    }
    return true;
  }

  private static List<SendResult.Rejection> inBatch(
      List<SendResult.Rejection> inRequest, int[] positions) {
    List<SendResult.Rejection> inBatch = new ArrayList<>(inRequest.size());
    inRequest.forEach(rejection -> inBatch.add(rejection.at(positions[rejection.index()])));
    return inBatch;
  }

  private static BitSet copy(BitSet bits) {
    BitSet copy = new BitSet(bits.length());
    copy.or(bits);
    return copy;
  }
}
