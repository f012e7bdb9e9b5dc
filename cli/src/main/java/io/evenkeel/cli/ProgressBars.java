package io.evenkeel.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar on a terminal, now and then a line elsewhere. */
public final class ProgressBars {
  private static final int LINE_EVERY_MILLIS = 5_000;
  private static final int BAR_EVERY_MILLIS = 250;
  private static final int LINE_CHARS = 120;

  private ProgressBars() {}

  /** How often a bar is drawn anew here, milliseconds. */
  public static int everyMillis() {
    return Terminal.isInteractive() ? BAR_EVERY_MILLIS : LINE_EVERY_MILLIS;
  }

  /**
   * A bar with rate and time left.
   *
   * @param task what goes on
   * @param unit plural with a leading space
   * @param max 100 %; -1 if that is not known yet
   */
  public static ProgressBar of(String task, String unit, long max) {
    return startingFrom(task, unit, max, 0);
  }

  /** The same for a task of which some was done before. */
  public static ProgressBar startingFrom(String task, String unit, long max, long done) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(unit, 1)
        .setInitialMax(max)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(everyMillis())
        .showSpeed()
        .startsFrom(done, Duration.ZERO)
        .setConsumer(
            Terminal.isInteractive()
                ? new ConsoleProgressBarConsumer(System.err)
                : new DelegatingProgressBarConsumer(System.err::println, LINE_CHARS))
        .build();
  }
}
