package io.evenkeel.cli.backfill;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a job's files with a bounded window of requests and keeps the checkpoint at
 * the last event up to which everything has an answer. One run, one caller; progress may be read
 * from other threads.
 */
final class BackfillRun {
  /**
   * Requests under way at once: enough to hide their latency, few enough to leave the gateway to
   * live traffic.
   */
  private static final int WINDOW = 6;

  private static final long CHECKPOINT_EVERY_NANOS = 1_000_000_000;

  private final TelemetryClient client;
  private final List<Path> files;
  private final FileFormat format;
  private final int batch;
  private final Path checkpointFile;
  private final RejectionLog rejections;
  private final Semaphore window = new Semaphore(WINDOW);
  private final Deque<Batch> underWay = new ArrayDeque<>();
  private Checkpoint checkpoint;
  private long writtenNanos = System.nanoTime();
  private @Nullable String failure;
  private volatile long bytesRead;

  BackfillRun(
      TelemetryClient client,
      List<Path> files,
      FileFormat format,
      int batch,
      Path checkpointFile,
      Checkpoint from,
      RejectionLog rejections) {
    this.client = client;
    this.files = List.copyOf(files);
    this.format = format;
    this.batch = batch;
    this.checkpointFile = checkpointFile;
    this.checkpoint = from;
    this.rejections = rejections;
  }

  /**
   * Sends everything from the checkpoint on.
   *
   * @return the checkpoint behind the last event
   * @throws CliException if the gateway stopped taking events; the checkpoint is written
   */
  Checkpoint send() throws IOException, InterruptedException {
    int first = checkpoint().file();
    try {
      long bytesBefore = bytesOf(0, first);
      for (int i = first; i < files.size() && failure() == null; i++) {
        sendFile(i, i == first ? checkpoint().eventsInFile() : 0, bytesBefore);
        bytesBefore += checkpoint().files().get(i).bytes();
      }
      window.acquire(WINDOW);
    } finally {
      checkpoint().write(checkpointFile);
    }
    String reason = failure();
    if (reason != null) {
      throw new CliException(
          ExitCodes.FAILED,
          "stopped: " + reason + "; run the same command again to go on from here");
    }
    return checkpoint();
  }

  /** Where the run is. */
  synchronized Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Bytes of all files read so far. */
  long bytesRead() {
    return bytesRead;
  }

  private long bytesOf(int from, int to) {
    return checkpoint().files().subList(from, to).stream()
        .mapToLong(Checkpoint.FileMark::bytes)
        .sum();
  }

  private void sendFile(int index, long skip, long bytesBefore)
      throws IOException, InterruptedException {
    try (EventSource source = format.open(files.get(index))) {
      long position = 0;
      List<byte[]> events = new ArrayList<>(batch);
      for (byte[] event = source.next(); event != null; event = source.next()) {
        position++;
        if (position > skip) {
          events.add(event);
        }
        if (events.size() == batch) {
          send(new Batch(index, position, events));
          events = new ArrayList<>(batch);
        }
        bytesRead = bytesBefore + source.bytesRead();
        if (failure() != null) {
          return;
        }
      }
      if (!events.isEmpty()) {
        send(new Batch(index, position, events));
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCodes.FAILED, "cannot read " + files.get(index) + ": " + e.getMessage());
    }
  }

  private void send(Batch next) throws InterruptedException {
    window.acquire();
    synchronized (this) {
      underWay.addLast(next);
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            settle(next, client.sendBackfill(checkpoint().job(), next.events));
          } catch (InterruptedException e) {
            fail("interrupted");
            Thread.currentThread().interrupt();
          } finally {
            window.release();
          }
        });
  }

  private synchronized void settle(Batch batch, SendResult result) {
    rejections.add(files.get(batch.file), batch.endInFile - batch.events.size(), result.rejected());
    if (!result.isComplete()) {
      fail(result.failure());
      return;
    }
    batch.result = result;
    SendResult settled;
    while (!underWay.isEmpty() && (settled = underWay.getFirst().result) != null) {
      Batch done = underWay.removeFirst();
      checkpoint =
          checkpoint.advance(
              done.file, done.endInFile, settled.accepted(), settled.rejected().size());
    }
    writeNowAndThen();
  }

  private void writeNowAndThen() {
    if (System.nanoTime() - writtenNanos < CHECKPOINT_EVERY_NANOS) {
      return;
    }
    writtenNanos = System.nanoTime();
    try {
      checkpoint.write(checkpointFile);
    } catch (IOException e) {
      fail("cannot write " + checkpointFile + ": " + e.getMessage());
    }
  }

  private synchronized void fail(String reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  private synchronized @Nullable String failure() {
    return failure;
  }

  /** Events of one file that went out together; guarded by the run. */
  private static final class Batch {
    private final int file;
    private final long endInFile;
    private final List<byte[]> events;
    private @Nullable SendResult result;

    Batch(int file, long endInFile, List<byte[]> events) {
      this.file = file;
      this.endInFile = endInFile;
      this.events = events;
    }
  }
}
