package io.evenkeel.cli.backfill;

import io.evenkeel.cli.ProgressBars;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;

/**
 * The progress bar: events with rate and time left, the total estimated from the bytes read so far.
 */
final class BackfillProgress implements AutoCloseable {
  private final BackfillRun run;
  private final long bytes;
  private final ProgressBar bar;
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

  BackfillProgress(BackfillRun run, List<Checkpoint.FileMark> files) {
    this.run = run;
    this.bytes = files.stream().mapToLong(Checkpoint.FileMark::bytes).sum();
    int every = ProgressBars.everyMillis();
    this.bar = ProgressBars.startingFrom("backfill", " events", -1, run.checkpoint().read());
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
