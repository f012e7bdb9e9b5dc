package io.evenkeel.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.admission.LimitConfig;
import io.evenkeel.gateway.admission.Limits;
import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.gateway.decode.BatchDecoder;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.directory.FakeDirectory;
import io.evenkeel.gateway.letter.SentBody;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The service with a log that the test speaks for. */
final class IngestFixture {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final String GOOD = "{\"age_ms\":0,\"id\":\"%s\",\"signals\":{\"speed\":1}}";
  static final String BAD = "{\"age_ms\":0,\"id\":\"%s\"}";

  /** Refused events that are kept at once; one more each second. */
  static final int BURST = 6;

  final MeterRegistry registry = new SimpleMeterRegistry();
  final InFlight inFlight = new InFlight(new InFlightConfig(30, 20_000), registry);
  final FakeDirectory directory = new FakeDirectory();
  final RecordingPublisher publisher = new RecordingPublisher();
  final RecordingLetterBox letterBox = new RecordingLetterBox();
  final AtomicLong nanos = new AtomicLong();
  final Limits limits =
      new Limits(
          LimitConfig.DEFAULT.withVehicle(1, 5).withTenant(10, 20),
          1,
          () -> 1,
          nanos::get,
          registry);
  final IngestService service =
      new IngestService(
          directory,
          new BatchDecoder(DecodeConfig.DEFAULT),
          publisher,
          limits,
          new Refusals(letterBox, new RefusalConfig(1, BURST), nanos::get, registry),
          new EventMetrics(registry),
          InstantSource.fixed(NOW));

  CompletableFuture<IngestReply> ingest(String... events) {
    return ingest(sender(), events);
  }

  CompletableFuture<IngestReply> ingest(Sender sender, String... events) {
    return send(sender, body(batch(events)));
  }

  CompletableFuture<IngestReply> send(Sender sender, SentBody body) {
    return service.ingest(new IngestRequest(sender, body, TraceContext.NONE)).toCompletableFuture();
  }

  Sender sender() {
    return sender(SendMode.NORMAL);
  }

  Sender sender(SendMode mode) {
    return sender("acme", "job-1", mode);
  }

  Sender sender(String tenant, String job, SendMode mode) {
    return new Sender(new Caller(tenant, ""), Lane.BACKFILL, job, mode, reservation());
  }

  InFlight.Reservation reservation() {
    return inFlight.tryReserve(1).orElseThrow();
  }

  double accepted() {
    return registry
        .get("evenkeel.gateway.events.accepted")
        .tag("lane", "backfill")
        .counter()
        .count();
  }

  double rejected(ErrorCode code) {
    return registry
        .get("evenkeel.gateway.events.rejected")
        .tags("lane", "backfill", "code", code.id())
        .counter()
        .count();
  }

  static Problem refusal(CompletableFuture<IngestReply> reply) {
    assertThat(reply).isCompleted();
    return ((IngestReply.Refused) reply.join()).problem();
  }

  static SentBody body(String json) {
    return new SentBody(json.getBytes(StandardCharsets.UTF_8), "application/json", null);
  }

  static String batch(String... events) {
    return "{\"vehicle\":\"v\",\"events\":[" + String.join(",", events) + "]}";
  }

  static String event(String form, String id) {
    return form.formatted(id);
  }
}
