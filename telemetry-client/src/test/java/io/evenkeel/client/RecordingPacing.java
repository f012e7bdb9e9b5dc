package io.evenkeel.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only by pauses, at once, and remembers them. */
final class RecordingPacing implements Pacing {
  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(0, nanos.get());
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(pause);
    nanos.addAndGet(pause.toNanos());
  }
}
