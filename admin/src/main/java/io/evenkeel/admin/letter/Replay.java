package io.evenkeel.admin.letter;

import io.evenkeel.admin.AdminException;
import io.evenkeel.client.SendResult;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends dead letters again. A letter counts as replayed only when everything in it was accepted;
 * what was sent of it before is recognised by its identity. A replay that dies leaves its letters
 * to the next.
 */
public final class Replay {
  private static final int LETTERS_PER_STEP = 200;
  // One bad letter among the first few says little.
  private static final int TRIED_MIN_TO_STOP = 20;

  private final URI gateway;
  private final String bootstrapServers;
  private final LetterTable letters;
  private final ReplayTable table;
  private final InstantSource clock;

  /**
   * Replays of one pipeline.
   *
   * @param jdbcUrl with user and password
   */
  public Replay(URI gateway, String bootstrapServers, String jdbcUrl, InstantSource clock) {
    this.gateway = gateway;
    this.bootstrapServers = bootstrapServers;
    this.letters = new LetterTable(jdbcUrl);
    this.table = new ReplayTable(jdbcUrl);
    this.clock = clock;
  }

  /**
   * Replays the held letters of a filter.
   *
   * @param progress told after each step
   * @throws AdminException if gateway, Kafka or database do not answer; what was not replayed is
   *     held
   */
  public ReplayReport run(
      LetterFilter filter, ReplayOptions options, Consumer<ReplayReport> progress)
      throws InterruptedException {
    long id = table.beginReplay(filter, options.actor());
    Progress done = new Progress(id, "replay-" + id);
    Ramp ramp = new Ramp(options.eventsPerSecond());
    boolean ended = false;
    try (ReplayRoute route = new ReplayRoute(gateway, bootstrapServers, id, done.job, clock)) {
      long start = System.nanoTime();
      List<Letter> letters = table.claim(filter, id, done.nextStep());
      while (!letters.isEmpty()) {
        ReplayStep step = new ReplayStep(route, done.job);
        List<ReplayTable.Outcome> outcomes = step.send(letters);
        table.settle(id, outcomes);
        done.count(outcomes, step, options);
        progress.accept(done.report());
        if (!done.stopped.isEmpty()) {
          break;
        }
        Thread.sleep(ramp.wait(Duration.ofNanos(System.nanoTime() - start), done.events));
        letters = table.claim(filter, id, done.nextStep());
      }
      ended = done.stopped.isEmpty();
    } finally {
      table.endReplay(id, !ended);
    }
    return done.report();
  }

  /**
   * Asks what a replay would do; claims, stores and changes nothing.
   *
   * @param limit most letters that are tried
   * @return letters that would be replayed and fail, and why by reason
   */
  public DryRun dryRun(LetterFilter filter, int limit) throws InterruptedException {
    long ok = 0;
    Map<String, Long> reasons = new LinkedHashMap<>();
    try (ReplayRoute route =
        new ReplayRoute(gateway, bootstrapServers, 0, "replay-dry-run", clock)) {
      for (Letter letter : letters.list(filter, limit)) {
        String reason = ask(letter, route);
        if (reason.isEmpty()) {
          ok++;
        } else {
          reasons.merge(reason, 1L, Long::sum);
        }
      }
    }
    return new DryRun(ok, reasons);
  }

  private static String ask(Letter letter, ReplayRoute route) throws InterruptedException {
    if (letter.attempts() >= ReplayTable.ATTEMPTS_MAX) {
      return "tried " + ReplayTable.ATTEMPTS_MAX + " times already";
    }
    return switch (LetterReader.read(letter)) {
      case LetterContent.Unusable(String reason) -> reason;
      case LetterContent.Accepted ignored -> "";
      case LetterContent.Events(List<byte[]> events) -> {
        SendResult answer = route.ask(letter.tenant(), events);
        yield answer.rejected().isEmpty() ? answer.failure() : answer.rejected().getFirst().code();
      }
    };
  }

  /**
   * What a replay would do.
   *
   * @param replayable letters of which everything would be accepted
   * @param failing number of the others by reason
   */
  public record DryRun(long replayable, Map<String, Long> failing) {}

  /** How far a run is. */
  private static final class Progress {
    private final long id;
    private final String job;
    private long replayed;
    private long failed;
    private long events;
    private String stopped = "";

    Progress(long id, String job) {
      this.id = id;
      this.job = job;
    }

    /** Few letters at first, so that a mistake costs few attempts. */
    int nextStep() {
      return (int) Math.clamp(replayed + failed, TRIED_MIN_TO_STOP, LETTERS_PER_STEP);
    }

    void count(List<ReplayTable.Outcome> outcomes, ReplayStep step, ReplayOptions options) {
      replayed += outcomes.stream().filter(ReplayTable.Outcome::isReplayed).count();
      failed += outcomes.stream().filter(ReplayTable.Outcome::isFailed).count();
      events += step.events();
      long tried = replayed + failed;
      if (!step.unavailable().isEmpty()) {
        stopped = "the gateway does not take the events: " + step.unavailable();
      } else if (tried >= TRIED_MIN_TO_STOP && failed > options.failedShareMax() * tried) {
        stopped = failed + " of " + tried + " letters failed again";
      }
    }

    ReplayReport report() {
      return new ReplayReport(id, job, replayed, failed, events, stopped);
    }
  }
}
