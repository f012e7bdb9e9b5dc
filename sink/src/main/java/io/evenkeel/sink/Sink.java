package io.evenkeel.sink;

import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.Tracing;
import io.evenkeel.sink.caretaker.Caretaker;
import io.evenkeel.sink.lane.LanePipeline;
import io.evenkeel.sink.letter.LetterPipeline;
import io.evenkeel.sink.minute.MinutePipeline;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.schema.SignalColumns;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running sink: a pipeline for each lane, one for closed minutes, one for dead letters, and a
 * candidate for the caretaker. They share nothing but the tables. When one of them cannot go on,
 * all stop. Safe for use by many threads.
 */
public final class Sink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sink.class);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
  private final AtomicReference<@Nullable Consumer<Throwable>> listener = new AtomicReference<>();
  private boolean closed;
  private volatile boolean running = true;

  private Sink(SinkConfig config, MeterRegistry registry, Tracing tracing) {
    SignalColumns columns = new SignalColumns(SignalCatalogue.standard());
    KafkaAccess kafka =
        new KafkaAccess(config.bootstrapServers(), config.kafkaProperties(), config.instanceId());
    List<Runnable> starts = new ArrayList<>();
    for (Lane lane : config.lanes()) {
      LanePipeline pipeline =
          new LanePipeline(lane, config, kafka, columns, registry, tracing, this::stopFor);
      parts.add(pipeline);
      starts.add(pipeline::start);
    }
    if (config.lanes().contains(Lane.LIVE)) {
      MinutePipeline minutes = new MinutePipeline(config, kafka, columns, registry, this::stopFor);
      parts.add(minutes);
      starts.add(minutes::start);
      LetterPipeline letters = new LetterPipeline(config, kafka, registry, this::stopFor);
      parts.add(letters);
      starts.add(letters::start);
    }
    if (config.caretaker()) {
      Caretaker caretaker =
          new Caretaker(config, kafka, columns, Clock.systemUTC(), registry, this::stopFor);
      parts.add(caretaker);
      starts.add(caretaker::start);
    }
    starts.forEach(Runnable::run);
  }

  /** The same without traces. */
  public static Sink start(SinkConfig config, MeterRegistry registry) {
    return start(config, registry, Tracing.OFF);
  }

  /**
   * Brings the schema up to date, if so configured, and starts. Topics need not exist yet.
   *
   * @param tracing where spans go; closed by whoever made it, after the sink
   * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or migrated
   */
  public static Sink start(SinkConfig config, MeterRegistry registry, Tracing tracing) {
    LOG.atInfo().addKeyValue("config", config).log("The sink starts");
    if (config.migrate()) {
      SinkSchema.migrate(config.jdbcUrl(), config.user(), config.password());
    }
    return new Sink(config, registry, tracing);
  }

  /** Whether it works, or waits for its servers; false once it has stopped for whatever reason. */
  public boolean isRunning() {
    return running;
  }

  /**
   * Sets who is told, once, when the sink has stopped by itself: told at once if that has happened
   * already. Replaces an earlier listener.
   */
  public void onFatal(Consumer<Throwable> newListener) {
    listener.set(newListener);
    tellListener();
  }

  /**
   * Lets running transactions finish, gives the partitions back and stops, within about the grace
   * period. A second call waits for the first.
   */
  @Override
  public void close() {
    running = false;
    stopParts();
  }

  private void stopFor(Throwable cause) {
    running = false;
    if (!fatal.compareAndSet(null, cause)) {
      return;
    }
    LOG.atError().setCause(cause).log("The sink stops: going on would be wrong");
    // The caller is one of the threads that stopping waits for.
    Thread.ofPlatform().name("evenkeel-sink-stop").start(this::stopAndTell);
  }

  private void stopAndTell() {
    stopParts();
    tellListener();
  }

  private void tellListener() {
    Throwable cause = fatal.get();
    Consumer<Throwable> current = listener.get();
    if (cause != null && current != null && listener.compareAndSet(current, null)) {
      current.accept(cause);
    }
  }

  // All at once, so that the grace periods do not add up.
  private synchronized void stopParts() {
    if (closed) {
      return;
    }
    closed = true;
    try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      parts.forEach(part -> ends.add(closers.submit(() -> closePart(part))));
    }
    LOG.atInfo().log("The sink has stopped");
  }

  @SuppressWarnings(
      "CatchingUnchecked") // one part that fails to close must not keep the others open
  private static void closePart(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.atWarn().setCause(e).log("A part of the sink did not close cleanly");
    }
  }
}
