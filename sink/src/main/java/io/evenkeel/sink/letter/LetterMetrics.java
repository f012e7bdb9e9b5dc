package io.evenkeel.sink.letter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Meters of the dead-letter topic. Counting is for one thread. */
final class LetterMetrics {
  // Codes come from headers, which anybody with access to the topic can write.
  private static final int CODES_MAX = 100;
  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Set<String> codes = new HashSet<>();

  LetterMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void kept(Letter letter) {
    Counter.builder("evenkeel.sink.dead.letters.kept")
        .description("Dead letters taken from their topic into the table")
        .tag("stage", letter.reason().stage().id())
        .tag("code", bounded(letter.reason().code()))
        .register(registry)
        .increment();
  }

  void backlog(Supplier<Number> records) {
    Gauge.builder("evenkeel.sink.dead.letters.backlog", records)
        .description("Records in the dead-letter topic that are not in the table")
        .strongReference(true)
        .register(registry);
  }

  private String bounded(String code) {
    if (codes.size() < CODES_MAX) {
      codes.add(code);
    }
    return codes.contains(code) ? code : OTHER;
  }
}
