package io.evenkeel.processor.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A device with every bad habit: it resends, reboots, loses and reorders events, repeats counters
 * at other times, and its clock jitters and jumps.
 */
final class RandomDevice {
  /** An event by counter. */
  record Pair(String session, long seq, long timeMillis) {}

  private final Random random;
  private final int sessions;
  private final int jitterMillis;
  private final List<Pair> sent = new ArrayList<>();
  private int session;
  private long seq;
  private long timeMillis;

  RandomDevice(Random random) {
    this.random = random;
    this.sessions = 1 + random.nextInt(12);
    this.jitterMillis = random.nextBoolean() ? 0 : 1 + random.nextInt(100);
    this.seq = random.nextInt(1_000);
    this.timeMillis = random.nextLong(2_000_000_000_000L);
  }

  Pair next() {
    Pair pair =
        switch (random.nextInt(20)) {
          case 0, 1, 2 -> resend();
          case 3 -> sameCounterAtAnotherTime();
          case 4 -> reordered();
          case 5 -> afterAGap();
          case 6 -> afterAReboot();
          default -> regular();
        };
    sent.add(pair);
    return pair;
  }

  private Pair regular() {
    seq++;
    timeMillis += 1_000 + (jitterMillis == 0 ? 0 : random.nextInt(-jitterMillis, jitterMillis));
    return now();
  }

  private Pair resend() {
    return sent.isEmpty() ? regular() : sent.get(random.nextInt(sent.size()));
  }

  private Pair sameCounterAtAnotherTime() {
    Pair earlier = resend();
    return new Pair(
        earlier.session, earlier.seq, earlier.timeMillis + random.nextInt(-2, 3) * 1_000L);
  }

  private Pair reordered() {
    int back = random.nextInt(1, 6);
    return new Pair(name(), Math.max(0, seq - back), timeMillis - back * 1_000L);
  }

  private Pair afterAGap() {
    int lost = random.nextInt(1, 100);
    seq += lost;
    timeMillis += lost * 1_000L;
    return regular();
  }

  private Pair afterAReboot() {
    session = random.nextInt(sessions);
    seq = random.nextInt(50);
    return regular();
  }

  private Pair now() {
    return new Pair(name(), seq, timeMillis);
  }

  private String name() {
    return session == 0 ? "" : "boot-" + session;
  }
}
