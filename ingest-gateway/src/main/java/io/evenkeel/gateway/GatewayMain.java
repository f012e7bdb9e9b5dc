package io.evenkeel.gateway;

import io.evenkeel.runtime.ServiceLogging;
import io.evenkeel.runtime.trace.Tracing;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySourcePropertyResolver;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import java.security.Security;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a gateway as a process of its own, configured by system properties and environment
 * variables; see {@link GatewayConfig}. SIGTERM stops it in order. Exits with 1 if it cannot start.
 */
public final class GatewayMain {
  private GatewayMain() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    ServiceLogging.useDefaults();
    // Addresses change when replicas do: the default would remember them for half a minute.
    Security.setProperty("networkaddress.cache.ttl", "2");
    try {
      Tracing tracing = Tracing.fromEnvironment("evenkeel-gateway", System.getenv());
      Gateway gateway = Gateway.start(readConfig(), GatewayParts.OWN.withTracing(tracing));
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(gateway, tracing), "gateway-stop"));
    } catch (GatewayStartException | IllegalArgumentException e) {
      System.err.println("The gateway cannot start: " + e.getMessage());
      System.exit(1);
    }
    // The server's threads may be daemons; only a signal ends the process.
    new CountDownLatch(1).await();
  }

  private static void stop(Gateway gateway, Tracing tracing) {
    gateway.close();
    tracing.close();
  }

  // System properties beat environment variables.
  private static GatewayConfig readConfig() {
    PropertySourcePropertyResolver properties =
        new PropertySourcePropertyResolver(
            new EnvironmentPropertySource(), new SystemPropertiesPropertySource());
    return new GatewaySettings(properties).read();
  }
}
