package io.evenkeel.load.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is done to the pipeline: a pure function of the seed and the number of kills. In each block
 * of ten kills there are two freezes, one of them of a sink and longer than its session, and one
 * whole restart; the last block may be shorter and then has its share.
 */
public final class FaultSchedule {
  private static final int BLOCK = 10;
  private static final int CALM_MILLIS_MAX = 2_500;
  private static final int DOWN_MILLIS_MAX = 1_500;
  private static final int FREEZE_SHORT_MILLIS_MIN = 1_000;
  private static final int FREEZE_SHORT_MILLIS_MAX = 4_000;
  // A sink's session ends after 10 s; then another owns its partitions while it still believes
  // that it does.
  private static final int FREEZE_LONG_MILLIS_MIN = 11_000;
  private static final int FREEZE_LONG_MILLIS_MAX = 30_000;
  private static final double AWAITED = 0.6;

  private final SplittableRandom random;
  private final List<Fault> faults = new ArrayList<>();

  private FaultSchedule(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * The faults in order.
   *
   * @param kills how many kills of one process are among them, 1 or more
   */
  public static List<Fault> of(long seed, int kills) {
    if (kills < 1) {
      throw new IllegalArgumentException("a schedule needs at least one kill");
    }
    FaultSchedule schedule = new FaultSchedule(seed);
    for (int left = kills; left > 0; left -= BLOCK) {
      schedule.addBlock(Math.min(left, BLOCK));
    }
    return List.copyOf(schedule.faults);
  }

  private void addBlock(int kills) {
    List<Fault> block = new ArrayList<>();
    if (kills > BLOCK / 2) {
      block.add(new Fault.WholeRestart(calm(), upTo(DOWN_MILLIS_MAX)));
      block.add(new Fault.Freeze(calm(), any(), shortFreeze()));
    }
    for (int i = 0; i < kills; i++) {
      block.add(
          new Fault.Kill(calm(), any(), upTo(DOWN_MILLIS_MAX), random.nextDouble() < AWAITED));
    }
    shuffle(block);
    // Early in the block, so that others happen while it lasts.
    block.add(random.nextInt(1 + kills / 3), longFreeze(kills));
    faults.addAll(block);
  }

  private Fault longFreeze(int kills) {
    Target sink = random.nextBoolean() ? Target.SINK_1 : Target.SINK_2;
    int longest = kills < BLOCK ? FREEZE_LONG_MILLIS_MIN + 1_000 : longestFreeze();
    return new Fault.Freeze(
        calm(), sink, Duration.ofMillis(random.nextInt(FREEZE_LONG_MILLIS_MIN, longest)));
  }

  // One in three may take as long as it gets; the others keep the run short.
  private int longestFreeze() {
    return random.nextInt(3) == 0 && !faults.isEmpty()
        ? FREEZE_LONG_MILLIS_MAX
        : FREEZE_LONG_MILLIS_MIN + 3_000;
  }

  private Target any() {
    Target[] targets = Target.values();
    return targets[random.nextInt(targets.length)];
  }

  private Duration calm() {
    return upTo(CALM_MILLIS_MAX);
  }

  private Duration shortFreeze() {
    return Duration.ofMillis(random.nextInt(FREEZE_SHORT_MILLIS_MIN, FREEZE_SHORT_MILLIS_MAX));
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(random.nextInt(millis));
  }

  private void shuffle(List<Fault> block) {
    for (int i = block.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Fault moved = block.get(i);
      block.set(i, block.get(other));
      block.set(other, moved);
    }
  }
}
