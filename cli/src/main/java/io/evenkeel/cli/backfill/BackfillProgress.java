package io.evenkeel.cli.backfill;

import io.evenkeel.cli.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The progress bar: events with rate and time left, the total estimated from the bytes read so far.
 */
final class BackfillProgress implements AutoCloseable {
  private static final int LINE_EVERY_MILLIS = 5_000;
  private static final int BAR_EVERY_MILLIS = 250;

  private final BackfillRun run;
  private final long bytes;
  private final ProgressBar bar;
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

  BackfillProgress(BackfillRun run, List<Checkpoint.FileMark> files) {
    this.run = run;
    this.bytes = files.stream().mapToLong(Checkpoint.FileMark::bytes).sum();
    boolean terminal = Terminal.isInteractive();
    int every = terminal ? BAR_EVERY_MILLIS : LINE_EVERY_MILLIS;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("backfill")
            .setUnit(" events", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(every)
            .showSpeed()
            .startsFrom(run.checkpoint().read(), Duration.ZERO)
            .setConsumer(
                terminal
                    ? new ConsoleProgressBarConsumer(System.err)
                    : new DelegatingProgressBarConsumer(System.err::println, 120))
            .build();
    var _ = ticker.scheduleAtFixedRate(this::update, 0, every, TimeUnit.MILLISECONDS);
  }

  /** Says what the run waits for now. */
  void phase(String what) {
    bar.setExtraMessage(" " + what);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    update();
    bar.close();
  }

  private void update() {
    long events = run.checkpoint().read();
    long read = run.bytesRead();
    if (read > 0) {
      bar.maxHint(Math.max(events, read >= bytes ? events : events * bytes / read));
    }
    bar.stepTo(events);
  }
}
