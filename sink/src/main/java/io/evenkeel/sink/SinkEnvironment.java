package io.evenkeel.sink;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.EnvironmentSettings;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a {@link SinkConfig} from environment variables and says which one is wrong. */
final class SinkEnvironment {
  private final EnvironmentSettings settings;

  SinkEnvironment(Map<String, String> environment) {
    this.settings = new EnvironmentSettings("EVENKEEL_SINK_", environment);
  }

  SinkConfig config() {
    SinkConfig d = SinkConfig.of("default", "default", "", "");
    String instanceId = settings.text("INSTANCE_ID", "");
    return new SinkConfig(
        settings.required("BOOTSTRAP_SERVERS"),
        settings.kafka(),
        settings.required("JDBC_URL"),
        settings.required("DATABASE_USER"),
        settings.required("DATABASE_PASSWORD"),
        settings.parse("LANES", d.lanes(), "live, backfill or both", SinkEnvironment::lanes),
        settings.number("LIVE_WRITERS", d.liveWriters()),
        settings.number("BACKFILL_WRITERS", d.backfillWriters()),
        batch(d.batch()),
        instanceId.isEmpty() ? Optional.empty() : Optional.of(instanceId),
        settings.duration("SHUTDOWN_GRACE", d.shutdownGrace()),
        settings.flag("MIGRATE", d.migrate()),
        settings.flag("CARETAKER", d.caretaker()),
        caretaking(d.caretaking()),
        settings.text("ADMIN_HOST", d.adminHost()),
        settings.number("ADMIN_PORT", d.adminPort()));
  }

  private BatchLimits batch(BatchLimits d) {
    return new BatchLimits(
        settings.number("BATCH_ROWS", d.rows()),
        settings.number("BATCH_ROWS_MAX", d.rowsMax()),
        settings.duration("BATCH_LINGER", d.linger()),
        settings.number("BUFFER_ROWS_MAX", d.bufferRowsMax()),
        settings.bytes("BUFFER_BYTES_MAX", d.bufferBytesMax()));
  }

  private CaretakerConfig caretaking(CaretakerConfig d) {
    return new CaretakerConfig(
        settings.duration("READING_AGE_MAX", d.readingAgeMax()),
        settings.duration("DEAD_LETTER_AGE_MAX", d.deadLetterAgeMax()),
        settings.duration("AUDIT_EVERY", d.auditEvery()),
        settings.duration("DRIFT_WINDOW", d.driftWindow()),
        new CaretakerConfig.Pressure(
            settings.duration("PRESSURE_EVERY", d.pressure().every()),
            settings.text("PROCESSOR_GROUP", d.pressure().processorGroup())),
        canary());
  }

  private Optional<CaretakerConfig.CanaryTarget> canary() {
    String url = settings.text("CANARY_URL", "");
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CaretakerConfig.CanaryTarget(URI.create(url), settings.required("CANARY_API_KEY")));
  }

  private static Set<Lane> lanes(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(name -> Lane.valueOf(name.strip().toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Lane.class)));
  }
}
