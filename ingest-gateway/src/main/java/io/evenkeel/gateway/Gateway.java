package io.evenkeel.gateway;

import io.evenkeel.gateway.admission.Limits;
import io.evenkeel.gateway.admission.Recovery;
import io.evenkeel.gateway.admission.WatchedPublisher;
import io.evenkeel.gateway.api.DocPages;
import io.evenkeel.gateway.api.Entrance;
import io.evenkeel.gateway.api.EventMetrics;
import io.evenkeel.gateway.api.InFlight;
import io.evenkeel.gateway.api.IngestService;
import io.evenkeel.gateway.api.ProblemResponses;
import io.evenkeel.gateway.api.Refusals;
import io.evenkeel.gateway.api.ReplyTime;
import io.evenkeel.gateway.api.RequestMetrics;
import io.evenkeel.gateway.api.RequestTracing;
import io.evenkeel.gateway.api.StopSwitch;
import io.evenkeel.gateway.decode.ScanningDecoder;
import io.evenkeel.gateway.directory.ApiKeyAuthenticator;
import io.evenkeel.gateway.directory.Authenticator;
import io.evenkeel.gateway.problem.ProblemJson;
import io.evenkeel.gateway.problem.RetryDelay;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.gateway.publish.TracedPublisher;
import io.evenkeel.runtime.AdminServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway. A request goes through its route to the {@link Entrance}, which asks the
 * {@link Authenticator}, to the {@link IngestService}, which decodes it and hands its events to the
 * publisher, and those that are not valid to the letter box. Safe for use by many threads.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final GatewayConfig config;
  private final Backend backend;
  private final StopSwitch stopSwitch;
  private final HttpServer http;
  private final AdminServer admin;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(
      GatewayConfig config,
      Backend backend,
      StopSwitch stopSwitch,
      HttpServer http,
      AdminServer admin) {
    this.config = config;
    this.backend = backend;
    this.stopSwitch = stopSwitch;
    this.http = http;
    this.admin = admin;
  }

  /**
   * Starts a gateway and returns once it takes requests: topics found, directory read to its end,
   * ports open.
   *
   * @throws GatewayStartException if that fails; nothing of it keeps running then
   */
  public static Gateway start(GatewayConfig config) {
    return start(config, GatewayParts.OWN);
  }

  /** The same with other parts. */
  public static Gateway start(GatewayConfig config, GatewayParts parts) {
    LOG.atInfo().addKeyValue("config", config).log("Starting the gateway");
    if (config.simulateAnswers()) {
      LOG.atWarn()
          .addKeyValue("header", "Evenkeel-Answer")
          .log("Requests get the answers that they ask for; this is not for production");
    }
    TopicCheck.require(config.kafkaBootstrapServers(), config.durability(), config.startTimeout());
    Backend backend = Backend.start(config, parts);
    try {
      backend.awaitDirectory(config.startTimeout());
      StopSwitch stopSwitch = new StopSwitch();
      HttpServer http =
          HttpServer.start(config, backend.registry(), beans(config, parts, backend, stopSwitch));
      Gateway gateway =
          new Gateway(
              config, backend, stopSwitch, http, startAdmin(config, backend, stopSwitch, http));
      LOG.atInfo()
          .addKeyValue("uri", gateway.uri())
          .addKeyValue("metrics", gateway.metricsUri())
          .log("The gateway takes requests");
      return gateway;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  /** Where telemetry goes, without a path. */
  public URI uri() {
    return http.uri();
  }

  /** Where {@code /health} and {@code /prometheus} are, without a path. */
  public URI metricsUri() {
    return HttpServer.uri("http", config.host(), admin.port());
  }

  /** The gateway's metrics. */
  public MeterRegistry meterRegistry() {
    return backend.registry();
  }

  /**
   * Stops: not ready, no new connections, requests under way answered, producer flushed. Each step
   * has a bound, so that it ends even if Kafka is away. Further calls do nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    stopSwitch.stop();
    http.drain(config.stopTimeout());
    http.close();
    // Until here health says "not ready": requests were still being answered.
    admin.close();
    backend.close();
    LOG.atInfo().log("The gateway has stopped");
  }

  private static AdminServer startAdmin(
      GatewayConfig config, Backend backend, StopSwitch stopSwitch, HttpServer http) {
    try {
      return AdminServer.start(
          new InetSocketAddress(config.host(), config.adminPort()),
          backend.registry(),
          () -> true,
          () -> backend.isReady() && !stopSwitch.isStopping());
    } catch (UncheckedIOException e) {
      http.close();
      throw new GatewayStartException(
          "The port %d of %s cannot be opened: %s"
              .formatted(config.adminPort(), config.host(), e.getMessage()),
          e);
    }
  }

  private static List<Object> beans(
      GatewayConfig config, GatewayParts parts, Backend backend, StopSwitch stopSwitch) {
    InstantSource clock = InstantSource.system();
    MeterRegistry registry = backend.registry();
    ProblemJson json = new ProblemJson();
    RetryDelay retryDelay =
        new RetryDelay(new Random(), Math.toIntExact(config.retryAfterMax().toSeconds()));
    Recovery recovery = new Recovery(config.recovery(), System::nanoTime, registry);
    Publisher watched =
        new WatchedPublisher(parts.publisher().apply(backend.publisher()), recovery);
    Publisher publisher =
        parts.tracing().isOn() ? new TracedPublisher(watched, parts.tracing()) : watched;
    Limits limits =
        new Limits(
            config.limits(),
            new SecureRandom().nextLong(),
            backend.gateways(),
            System::nanoTime,
            registry);
    IngestService service =
        new IngestService(
            backend.directory(),
            parts.decoder().apply(new ScanningDecoder(config.decode())),
            publisher,
            limits,
            new Refusals(backend.letters(), config.refusals(), System::nanoTime, registry),
            new EventMetrics(registry),
            clock);
    Entrance entrance =
        new Entrance(
            new ApiKeyAuthenticator(backend.directory()),
            recovery,
            limits,
            new InFlight(config.inFlight(), registry),
            stopSwitch,
            config.decode().bodySentBytesMax(),
            clock);
    ReplyTime time = new ReplyTime(clock);
    return List.of(
        new RequestMetrics(registry),
        new RequestTracing(parts.tracing()),
        json,
        DocPages.read(),
        time,
        new ProblemResponses(json, retryDelay, time, config.limits().headers()),
        entrance,
        service);
  }
}
