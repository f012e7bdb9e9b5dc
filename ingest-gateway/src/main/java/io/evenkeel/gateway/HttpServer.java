package io.evenkeel.gateway;

import io.evenkeel.gateway.connection.BadIdentityException;
import io.evenkeel.gateway.connection.Connections;
import io.evenkeel.gateway.connection.TlsCertificates;
import io.evenkeel.gateway.problem.ProblemJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the telemetry port. It is told everything by the program and reads no file and
 * no environment variable, so that several programs can live in one process.
 */
final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final ApplicationContext context;
  private final Optional<TlsCertificates> certificates;
  private final URI uri;

  private HttpServer(ApplicationContext context, Optional<TlsCertificates> certificates, URI uri) {
    this.context = context;
    this.certificates = certificates;
    this.uri = uri;
  }

  /**
   * Opens the port.
   *
   * @param beans what routes and filters are made of
   * @throws GatewayStartException if the port cannot be had, or the certificate cannot be used
   */
  static HttpServer start(GatewayConfig config, MeterRegistry registry, List<Object> beans) {
    Optional<TlsCertificates> certificates = certificates(config, registry);
    try {
      return open(config, registry, certificates, beans);
    } catch (RuntimeException e) {
      certificates.ifPresent(TlsCertificates::close);
      throw e;
    }
  }

  URI uri() {
    return uri;
  }

  /**
   * Takes no new connections, waits until the requests under way are answered.
   *
   * @param timeout after which it no longer waits
   */
  void drain(Duration timeout) {
    try {
      context
          .getBean(GracefulShutdownManager.class)
          .shutdownGracefully()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atWarn().log("Requests were still under way at the end of the time to stop");
    } catch (ExecutionException e) {
      LOG.atWarn().setCause(e).log("The HTTP server did not stop in order");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    context.close();
    certificates.ifPresent(TlsCertificates::close);
  }

  private static Optional<TlsCertificates> certificates(
      GatewayConfig config, MeterRegistry registry) {
    try {
      return config.tls().map(files -> new TlsCertificates(files, registry));
    } catch (BadIdentityException e) {
      throw new GatewayStartException("The certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private static HttpServer open(
      GatewayConfig config,
      MeterRegistry registry,
      Optional<TlsCertificates> certificates,
      List<Object> beans) {
    ApplicationContext context = context(config, beans);
    certificates.ifPresent(bean ->
        context.registerSingleton(
            CertificateProvider.class, bean, Qualifiers.byName(TlsCertificates.NAME)));
    try {
      context.start();
      NettyEmbeddedServer server = context.getBean(NettyEmbeddedServer.class);
      server.register(
          new Connections(
              config.connections(),
              certificates.isPresent(),
              context.getBean(ProblemJson.class),
              new SecureRandom(),
              registry));
      server.start();
      return new HttpServer(
          context,
          certificates,
          uri(config.tls().isPresent() ? "https" : "http", config.host(), server.getPort()));
    } catch (ServerStartupException e) {
      context.close();
      throw new GatewayStartException(
          "The port %d of %s cannot be opened: %s"
              .formatted(config.port(), config.host(), rootMessage(e)),
          e);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static ApplicationContext context(GatewayConfig config, List<Object> beans) {
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .bootstrapEnvironment(false)
        .enableDefaultPropertySources(false)
        .environmentPropertySource(false)
        .banner(false)
        .properties(ServerSettings.of(config))
        .singletons(beans.toArray())
        .build();
  }

  /** Where a port of this machine is reached from this machine. */
  static URI uri(String scheme, String listenHost, int port) {
    String host = listenHost.equals("0.0.0.0") ? "127.0.0.1" : listenHost;
    return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static @Nullable String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
