package io.evenkeel.sink.pressure;

import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.caretaker.Chore;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.KafkaAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Reads what waits before the stages, and shows it where metrics are scraped. */
public final class PressureChore implements Chore {
  private final CaretakerConfig.Pressure config;
  private final KafkaAccess kafka;
  private final Database database;
  private final InstantSource clock;
  private final PressureGauges gauges;
  private @Nullable PressureReader reader;

  /** A chore that shows nothing before its first complete reading. */
  public PressureChore(
      CaretakerConfig.Pressure config,
      KafkaAccess kafka,
      Database database,
      InstantSource clock,
      MeterRegistry registry) {
    this.config = config;
    this.kafka = kafka;
    this.database = database;
    this.clock = clock;
    this.gauges = new PressureGauges(registry, clock);
  }

  @Override
  public String name() {
    return "pressure";
  }

  @Override
  public Duration every() {
    return config.every();
  }

  @Override
  public boolean run() throws SQLException, InterruptedException {
    gauges.show(reader().read());
    return false;
  }

  @Override
  public void watch() {
    gauges.hideStale();
  }

  @Override
  public void idle() {
    gauges.hide();
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private PressureReader reader() {
    PressureReader open = reader;
    if (open == null) {
      open = new PressureReader(kafka, database, config.processorGroup(), clock);
      reader = open;
    }
    return open;
  }
}
