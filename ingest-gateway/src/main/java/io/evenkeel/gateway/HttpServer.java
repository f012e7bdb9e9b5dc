package io.evenkeel.gateway;

import io.evenkeel.gateway.api.AdminPort;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final URI uri;
  private final URI metricsUri;

  private HttpServer(ApplicationContext context, URI uri, URI metricsUri) {
    this.context = context;
    this.uri = uri;
    this.metricsUri = metricsUri;
  }

  /**
   * Opens the ports.
   *
   * @param beans what routes and filters are made of
   * @throws GatewayStartException if a port cannot be had
   */
  static HttpServer start(GatewayConfig config, List<Object> beans) {
    if (config.adminPort() != 0) {
      return open(config, config.adminPort(), beans);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        // The server must know the number beforehand: routes are bound to it.
        return open(config, freePort(config.host()), beans);
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
  }

  private static HttpServer open(GatewayConfig config, int adminPort, List<Object> beans) {
    ApplicationContext context = context(config, adminPort, beans);
    try {
      context.start();
      NettyEmbeddedServer server = context.getBean(NettyEmbeddedServer.class);
      server.start();
      int port =
          server.getBoundPorts().stream()
              .filter(bound -> bound != adminPort)
              .findFirst()
              .orElseThrow();
      return new HttpServer(context, uri(config, port), uri(config, adminPort));
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

  private static URI uri(GatewayConfig config, int port) {
    String host = config.host().equals("0.0.0.0") ? "127.0.0.1" : config.host();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
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
