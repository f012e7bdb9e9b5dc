package io.evenkeel.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sends one batch until each of its events has an outcome. Carries out what {@link Decision} says;
 * used once, by one thread.
 */
final class Delivery {
  private final Transport transport;
  private final ClientOptions options;
  private final Pacing pacing;
  private final RandomGenerator random;
  private final List<byte[]> events;
  private final OutcomeListener listener;
  private final RetrySchedule schedule;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final long startNanos;
  private int attempts;

  /** One request and its answer. */
  interface Transport {
    /**
     * Sends.
     *
     * @param repeats how often these events were sent before
     * @throws IOException if no answer came, which says nothing about whether they were taken
     */
    Response post(List<byte[]> events, int repeats) throws IOException, InterruptedException;
  }

  /** Told of each event once. */
  interface OutcomeListener {
    /** An event came to an end. */
    void settled(int position, Outcome outcome);
  }

  /** Events that go together, and how often they did. */
  private record Part(BitSet open, int attempts) {}

  Delivery(
      Transport transport,
      ClientOptions options,
      Pacing pacing,
      RandomGenerator random,
      List<byte[]> events,
      OutcomeListener listener) {
    this.transport = transport;
    this.options = options;
    this.pacing = pacing;
    this.random = random;
    this.events = events;
    this.listener = listener;
    this.schedule = new RetrySchedule(options.backoffFirst(), options.backoffMax());
    this.startNanos = pacing.nanoTime();
  }

  /**
   * Sends.
   *
   * @return requests made
   * @throws InterruptedException if the thread is interrupted; events not settled yet stay so
   */
  int run() throws InterruptedException {
    BitSet all = new BitSet(events.size());
    all.set(0, events.size());
    parts.push(new Part(all, 0));
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      attempts++;
      Decision decision = Decision.of(attempt(part), part.open());
      decision.accepted().stream().forEach(p -> listener.settled(p, Outcome.Accepted.INSTANCE));
      decision
          .rejected()
          .forEach(
              r -> listener.settled(r.index(), new Outcome.Rejected(r.id(), r.code(), r.detail())));
      goOn(decision.next(), part.attempts() + 1);
    }
    return attempts;
  }

  private void goOn(Decision.Next next, int done) throws InterruptedException {
    switch (next) {
      case Decision.Next.Done() -> {}
      case Decision.Next.Again(BitSet open, Duration notBefore, String reason) -> {
        Duration pause = schedule.pause(done, notBefore, random);
        if (isEnough(done, pause)) {
          giveUp(open, reason);
        } else {
          pacing.sleep(pause);
          parts.push(new Part(open, done));
        }
      }
      case Decision.Next.Split(BitSet left, BitSet right) -> {
        parts.push(new Part(right, 0));
        parts.push(new Part(left, 0));
      }
      case Decision.Next.GiveUp(BitSet open, String reason) -> giveUp(open, reason);
    }
  }

  private Answer attempt(Part part) throws InterruptedException {
    try {
      return AnswerReader.read(transport.post(select(part.open()), part.attempts()), pacing.now());
    } catch (IOException e) {
      // They may have been taken. They are sent again with the same identities, and stored once.
      return new Answer.TryLater("no answer from the gateway: " + e, List.of(), Duration.ZERO);
    }
  }

  private boolean isEnough(int done, Duration pause) {
    if (options.attemptsMax() > 0 && done >= options.attemptsMax()) {
      return true;
    }
    long elapsed = pacing.nanoTime() - startNanos;
    return !options.giveUpAfter().isZero()
        && elapsed + pause.toNanos() > options.giveUpAfter().toNanos();
  }

  private void giveUp(BitSet open, String reason) {
    Outcome outcome = new Outcome.GivenUp(reason);
    open.stream().forEach(position -> listener.settled(position, outcome));
  }

  private List<byte[]> select(BitSet open) {
    if (open.cardinality() == events.size()) {
      return events;
    }
    List<byte[]> selected = new ArrayList<>(open.cardinality());
    open.stream().forEach(position -> selected.add(events.get(position)));
    return selected;
  }
}
