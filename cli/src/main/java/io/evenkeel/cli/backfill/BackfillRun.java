package io.evenkeel.cli.backfill;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.client.EventSender;
import io.evenkeel.client.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a job's files and keeps the checkpoint at the last event up to which
 * everything has an answer. How many are under way is bounded by the sender. One run, one caller;
 * progress may be read from other threads.
 */
final class BackfillRun {
  private static final long CHECKPOINT_EVERY_NANOS = 1_000_000_000;

  private final EventSender sender;
  private final List<Path> files;
  private final FileFormat format;
  private final Path checkpointFile;
  private final RejectionLog rejections;
  private final Deque<Ticket> underWay = new ArrayDeque<>();
  private Checkpoint checkpoint;
  private long writtenNanos = System.nanoTime();
  private volatile @Nullable String failure;
  private volatile long bytesRead;

  /** A run; the sender is this run's alone, and closed by it. */
  BackfillRun(
      EventSender sender,
      List<Path> files,
      FileFormat format,
      Path checkpointFile,
      Checkpoint from,
      RejectionLog rejections) {
    this.sender = sender;
    this.files = List.copyOf(files);
    this.format = format;
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
      for (int i = first; i < files.size() && failure == null; i++) {
        sendFile(i, i == first ? checkpoint().eventsInFile() : 0, bytesBefore);
        bytesBefore += checkpoint().files().get(i).bytes();
      }
      awaitAnswers();
    } finally {
      sender.close();
      checkpoint().write(checkpointFile);
    }
    String reason = failure;
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
      for (byte[] event = source.next(); event != null; event = source.next()) {
        position++;
        if (position > skip) {
          send(new Ticket(index, position), event);
        }
        bytesRead = bytesBefore + source.bytesRead();
        if (failure != null) {
          return;
        }
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCodes.FAILED, "cannot read " + files.get(index) + ": " + e.getMessage());
    }
  }

  private void send(Ticket ticket, byte[] event) throws InterruptedException {
    synchronized (this) {
      underWay.addLast(ticket);
    }
    var _ = sender.put(event).thenAccept(outcome -> settle(ticket, outcome));
  }

  // The client bounds how long an event may take; after a failure what is under way is given up.
  private synchronized void awaitAnswers() throws InterruptedException {
    sender.flush();
    while (!underWay.isEmpty() && failure == null) {
      wait();
    }
  }

  private synchronized void settle(Ticket ticket, Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted() -> ticket.state = Ticket.State.ACCEPTED;
      case Outcome.Rejected(String id, String code, String detail) -> {
        ticket.state = Ticket.State.REJECTED;
        rejections.add(files.get(ticket.file), ticket.number, code, detail);
      }
      case Outcome.GivenUp(String reason) -> fail(reason);
    }
    advance();
    if (underWay.isEmpty()) {
      notifyAll();
    }
  }

  private void advance() {
    Ticket first = underWay.peekFirst();
    if (first == null || first.state == Ticket.State.OPEN) {
      return;
    }
    long accepted = 0;
    long rejected = 0;
    Ticket last = first;
    while (first != null && first.state != Ticket.State.OPEN && first.file == last.file) {
      accepted += first.state == Ticket.State.ACCEPTED ? 1 : 0;
      rejected += first.state == Ticket.State.REJECTED ? 1 : 0;
      last = underWay.removeFirst();
      first = underWay.peekFirst();
    }
    checkpoint = checkpoint.advance(last.file, last.number, accepted, rejected);
    writeNowAndThen();
    advance();
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
    notifyAll();
  }

  /** An event under way, by its number in its file; guarded by the run. */
  private static final class Ticket {
    private enum State {
      OPEN,
      ACCEPTED,
      REJECTED
    }

    private final int file;
    private final long number;
    private State state = State.OPEN;

    Ticket(int file, long number) {
      this.file = file;
      this.number = number;
    }
  }
}
