package io.evenkeel.gateway;

import io.evenkeel.gateway.connection.TlsCertificates;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings of the HTTP server, in its own keys. */
final class ServerSettings {
  // Longer than a record may wait for its acknowledgement: a shorter one would cut off the answer.
  private static final Duration IDLE_BEYOND_DELIVERY = Duration.ofSeconds(50);

  /** The fastest that the machine has; the one of the JDK is everywhere. */
  private static final List<String> TRANSPORTS = List.of("epoll", "nio");

  private static final int HEADER_BYTES_MAX = 8_192;

  /** Requests at once on one HTTP/2 connection. */
  private static final int STREAMS_MAX = 256;

  private ServerSettings() {}

  static Map<String, Object> of(GatewayConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.application.name", "evenkeel-gateway");
    settings.put("evenkeel.gateway.simulate-answers", config.simulateAnswers());
    putTransports(settings);
    putListener(settings, config);
    putTls(settings, config);
    putLimits(settings, config);
    return settings;
  }

  private static void putTransports(Map<String, Object> settings) {
    // Both: a connection cannot move from the loop of one transport to that of another.
    settings.put("micronaut.netty.event-loops.default.transport", TRANSPORTS);
    settings.put("micronaut.netty.event-loops.parent.transport", TRANSPORTS);
  }

  private static void putListener(Map<String, Object> settings, GatewayConfig config) {
    settings.put("micronaut.server.netty.listeners.main.host", config.host());
    settings.put("micronaut.server.netty.listeners.main.port", config.port());
  }

  private static void putTls(Map<String, Object> settings, GatewayConfig config) {
    if (config.tls().isEmpty()) {
      return;
    }
    String main = "micronaut.server.netty.listeners.main.";
    settings.put(main + "ssl", true);
    settings.put("micronaut.server.ssl.enabled", true);
    settings.put(main + "key-name", TlsCertificates.NAME);
    settings.put("micronaut.server.ssl.key.password", TlsCertificates.KEY_PASSWORD);
    settings.put("micronaut.server.ssl.protocols", List.of("TLSv1.3", "TLSv1.2"));
  }

  private static void putLimits(Map<String, Object> settings, GatewayConfig config) {
    String idle = config.publish().deliveryTimeout().plus(IDLE_BEYOND_DELIVERY).toString();
    settings.put("micronaut.server.max-request-size", config.decode().bodySentBytesMax());
    settings.put("micronaut.server.netty.request-decompression-enabled", false);
    settings.put("micronaut.server.http-version", "2.0");
    settings.put("micronaut.server.netty.http2.max-concurrent-streams", STREAMS_MAX);
    settings.put("micronaut.server.netty.http2.max-header-list-size", HEADER_BYTES_MAX);
    settings.put("micronaut.server.netty.max-header-size", HEADER_BYTES_MAX);
    settings.put("micronaut.server.netty.max-initial-line-length", 4_096);
    settings.put("micronaut.server.netty.keep-alive-on-server-error", true);
    settings.put("micronaut.server.idle-timeout", idle);
    settings.put("micronaut.server.read-idle-timeout", idle);
    settings.put("micronaut.server.write-idle-timeout", idle);
  }
}
