package io.evenkeel.gateway.letter;

import io.evenkeel.gateway.problem.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts dead letters: those that are durable by reason, and those that are not. */
final class LetterMetrics {
  private final Map<ErrorCode, Counter> kept;
  private final Counter unacknowledged;

  LetterMetrics(MeterRegistry registry) {
    this.kept =
        Arrays.stream(ErrorCode.values())
            .filter(code -> !code.isRetryable())
            .collect(Collectors.toMap(Function.identity(), code -> keptCounter(registry, code)));
    this.unacknowledged =
        Counter.builder("evenkeel.gateway.dead.letters.unacknowledged")
            .description("Dead letters that the log did not acknowledge; their senders try again")
            .register(registry);
  }

  void kept(ErrorCode code) {
    Counter counter = kept.get(code);
    if (counter == null) {
      throw new IllegalStateException("Every reason has its counter");
    }
    counter.increment();
  }

  void unacknowledged() {
    unacknowledged.increment();
  }

  private static Counter keptCounter(MeterRegistry registry, ErrorCode code) {
    return Counter.builder("evenkeel.gateway.dead.letters")
        .description("Dead letters that the log has acknowledged")
        .tag("code", code.id())
        .register(registry);
  }
}
