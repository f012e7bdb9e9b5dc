package io.evenkeel.gateway;

import io.evenkeel.gateway.api.AdminPort;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server and its two ports. It is told everything by the program and reads no file and no
 * environment variable, so that several programs can live in one process.
 */
final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** How often another admin port is chosen when the one found free is taken meanwhile. */
  private static final int PORT_ATTEMPTS_MAX = 5;

  private final ApplicationContext context;
  private final Optional<TlsCertificates> certificates;
  private final URI uri;
  private final URI metricsUri;

  private HttpServer(
      ApplicationContext context, Optional<TlsCertificates> certificates, URI uri, URI metricsUri) {
    this.context = context;
    this.certificates = certificates;
    this.uri = uri;
    this.metricsUri = metricsUri;
  }

  /**
   * Opens the ports.
   *
   * @param beans what routes and filters are made of
   * @throws GatewayStartException if a port cannot be had, or the certificate cannot be used
   */
  static HttpServer start(GatewayConfig config, MeterRegistry registry, List<Object> beans) {
    Optional<TlsCertificates> certificates = certificates(config, registry);
    try {
      return start(config, registry, certificates, beans);
    } catch (RuntimeException e) {
      certificates.ifPresent(TlsCertificates::close);
      throw e;
    }
  }

  private static HttpServer start(
      GatewayConfig config,
      MeterRegistry registry,
      Optional<TlsCertificates> certificates,
      List<Object> beans) {
    if (config.adminPort() != 0) {
      return open(config, config.adminPort(), registry, certificates, beans);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        // The server must know the number beforehand: routes are bound to it.
        return open(config, freePort(config.host()), registry, certificates, beans);
      } catch (GatewayStartException e) {
        // A port that the caller chose stays taken.
        if (attempt == PORT_ATTEMPTS_MAX || config.port() != 0) {
          throw e;
        }
      }
    }
  }

  URI uri() {
    return uri;
  }

  URI metricsUri() {
    return metricsUri;
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
      int adminPort,
      MeterRegistry registry,
      Optional<TlsCertificates> certificates,
      List<Object> beans) {
    ApplicationContext context = context(config, adminPort, beans);
    certificates.ifPresent(bean ->
        context.registerSingleton(
            CertificateProvider.class, bean, Qualifiers.byName(TlsCertificates.NAME)));
    try {
      context.start();
      NettyEmbeddedServer server = context.getBean(NettyEmbeddedServer.class);
      server.register(
          new Connections(
              config.connections(),
              adminPort,
              certificates.isPresent(),
              context.getBean(ProblemJson.class),
              new SecureRandom(),
              registry));
      server.start();
      int port =
          server.getBoundPorts().stream()
              .filter(bound -> bound != adminPort)
              .findFirst()
              .orElseThrow();
      return new HttpServer(
          context,
          certificates,
          uri(config.tls().isPresent() ? "https" : "http", config, port),
          uri("http", config, adminPort));
    } catch (ServerStartupException e) {
      context.close();
      throw new GatewayStartException(
          "The ports %d and %d of %s cannot be opened: %s"
              .formatted(config.port(), adminPort, config.host(), rootMessage(e)),
          e);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static ApplicationContext context(
      GatewayConfig config, int adminPort, List<Object> beans) {
    List<Object> singletons = new ArrayList<>(beans);
    singletons.add(new AdminPort(adminPort));
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .bootstrapEnvironment(false)
        .enableDefaultPropertySources(false)
        .environmentPropertySource(false)
        .banner(false)
        .properties(ServerSettings.of(config, adminPort))
        .singletons(singletons.toArray())
        .build();
  }

  private static URI uri(String scheme, GatewayConfig config, int port) {
    String host = config.host().equals("0.0.0.0") ? "127.0.0.1" : config.host();
    return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static int freePort(String host) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port on " + host, e);
    }
  }

  private static @Nullable String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
