package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log that goes away and comes back at random, with senders that never stop. */
class RecoveryRampPropertyTest {
  private static final long MILLI = 1_000_000;
  private static final RecoveryConfig CONFIG =
      new RecoveryConfig(
          Duration.ofSeconds(2), 20, Duration.ofSeconds(1), 3, Duration.ofSeconds(5));
  private static final long DELIVERY_MILLIS = 10_000;

  private final RecoveryRamp ramp = new RecoveryRamp(CONFIG);
  private final PriorityQueue<Answer> answers = new PriorityQueue<>();
  private long nowMillis;

  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 200) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void alwaysComesBackToAllAndAdmitsLittleBefore(long seed) {
    Random random = new Random(seed);
    int pauseMillisMax = 1 + random.nextInt(200);
    for (int outage = 0; outage < 5; outage++) {
      run(random, pauseMillisMax, random.nextInt(30_000), true);
      int silentMillis = random.nextInt(60_000);
      long admittedBefore = admittedAfterStall(random, pauseMillisMax, silentMillis);
      // 3 probes each second, and those of a ramp that was under way.
      assertThat(admittedBefore).isLessThanOrEqualTo(3 * (silentMillis / 1_000L + 2));
    }

    // The longest way: what hangs fails, a probe passes, two steps.
    run(random, pauseMillisMax, 25_000, true);

    assertThat(ramp.percent(nanos())).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(ramp.admits(nanos())).isTrue();
    }
  }

  private long admittedAfterStall(Random random, int pauseMillisMax, int silentMillis) {
    // Until it is noticed, requests come in.
    run(random, pauseMillisMax, 2_500, false);
    return run(random, pauseMillisMax, silentMillis, false);
  }

  private long run(Random random, int pauseMillisMax, int millis, boolean acknowledges) {
    long end = nowMillis + millis;
    long admitted = 0;
    while (nowMillis < end) {
      nowMillis += 1 + random.nextInt(pauseMillisMax);
      answer(acknowledges);
      if (ramp.admits(nanos())) {
        admitted++;
        // Not every request has something for the log.
        if (random.nextInt(10) > 0) {
          ramp.sent(nanos());
          answers.add(new Answer(nowMillis + 1 + random.nextInt(20), nowMillis));
        }
      }
    }
    return admitted;
  }

  private void answer(boolean acknowledges) {
    while (!answers.isEmpty() && answers.peek().dueMillis() <= nowMillis) {
      Answer answer = answers.peek();
      boolean expired = nowMillis - answer.sentMillis() >= DELIVERY_MILLIS;
      if (!acknowledges && !expired) {
        return;
      }
      answers.remove();
      if (acknowledges) {
        ramp.acknowledged(nanos());
      } else {
        ramp.failed(answer.sentMillis() * MILLI, nanos());
      }
    }
  }

  private long nanos() {
    return nowMillis * MILLI;
  }

  private record Answer(long dueMillis, long sentMillis) implements Comparable<Answer> {
    @Override
    public int compareTo(Answer other) {
      return Long.compare(dueMillis, other.dueMillis);
    }
  }
}
