package io.evenkeel.sink.position;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what Kafka's admin client was asked, but not for ever. */
public final class KafkaAnswers {
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private KafkaAnswers() {}

  /**
   * The answer.
   *
   * @throws KafkaException if there is none, with the reason as its cause
   */
  public static <T> T await(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka does not answer: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new KafkaException("Kafka does not answer within " + WAIT_MAX, e);
    }
  }
}
