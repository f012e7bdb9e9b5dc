package io.evenkeel.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.cli.page.Feed.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void readsOnceASecondHoweverManyAsk() throws Exception {
    Feed<Integer> feed = feed(reads::incrementAndGet, Runnable::run);

    for (int i = 0; i < 100; i++) {
      assertThat(feed.latest()).isEqualTo(new Answer.Known<>(1));
    }
    pass(SECOND);

    assertThat(feed.latest()).isEqualTo(new Answer.Known<>(2));
  }

  @Test
  void restsTwentyTimesAsLongAsASlowReadingTook() throws Exception {
    Feed<Integer> feed =
        feed(
            () -> {
              pass(SECOND);
              return reads.incrementAndGet();
            },
            Runnable::run);
    feed.latest();

    pass(SECOND.multipliedBy(19));
    assertThat(feed.latest()).isEqualTo(new Answer.Known<>(1));
    pass(SECOND);
    assertThat(feed.latest()).isEqualTo(new Answer.Known<>(2));
  }

  @Test
  void neverReadsTwiceAtOnceAndGivesWhatItHasMeanwhile() throws Exception {
    Queue<Runnable> started = new ArrayDeque<>();
    Feed<Integer> feed = feed(reads::incrementAndGet, started::add);

    assertThat(feed.latest()).isEqualTo(new Answer.Pending<>());
    assertThat(feed.latest()).isEqualTo(new Answer.Pending<>());
    assertThat(started).hasSize(1);
    started.remove().run();
    pass(SECOND);

    assertThat(feed.latest()).isEqualTo(new Answer.Known<>(1));
    assertThat(started).hasSize(1);
  }

  @Test
  void saysThatTheLastReadingFailedAndTriesAgain() throws Exception {
    Feed<Integer> feed =
        feed(
            () -> {
              if (reads.incrementAndGet() == 2) {
                throw new IllegalStateException("away");
              }
              return reads.get();
            },
            Runnable::run);
    feed.latest();
    pass(SECOND);

    assertThat(feed.latest()).isEqualTo(new Answer.Failed<>());
    pass(SECOND);

    assertThat(feed.latest()).isEqualTo(new Answer.Known<>(3));
  }

  private Feed<Integer> feed(Feed.Source<Integer> source, Executor executor) {
    return new Feed<>("test", source, SECOND, Duration.ofMillis(1), executor, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
