package io.evenkeel.load.gateway;

import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.gateway.GatewayParts;
import io.evenkeel.gateway.admission.LimitConfig;
import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.runtime.ServiceLogging;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;

/**
 * Servers that are compared, in a process: {@code BOOTSTRAP_SERVERS} and a {@link Listener} for
 * each. Ends with the process that started it.
 */
public final class BenchServer {
  // So much that no vehicle reaches it, with the check in place.
  private static final LimitConfig LIMITS = LimitConfig.DEFAULT.unlimited();

  private BenchServer() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    ServiceLogging.useDefaults();
    endWithParent();
    for (String listener : Arrays.asList(arguments).subList(1, arguments.length)) {
      start(Listener.parse(listener), arguments[0]);
    }
    new CountDownLatch(1).await();
  }

  private static void start(Listener listener, String kafka) throws InterruptedException {
    if (listener.variant == Variant.NETTY) {
      BareNetty.listen(listener.port);
    } else {
      startGateway(listener, kafka);
    }
  }

  private static void startGateway(Listener listener, String kafka) {
    GatewayConfig config =
        GatewayConfig.of(kafka).withPorts(listener.port, listener.adminPort).withLimits(LIMITS);
    Gateway gateway = Gateway.start(config, parts(listener.variant));
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-stop"));
  }

  private static GatewayParts parts(Variant variant) {
    UnaryOperator<Producer<byte[], byte[]>> log =
        variant == Variant.GATEWAY_KAFKA ? UnaryOperator.identity() : NoLog::new;
    UnaryOperator<Decoder> decoder =
        variant == Variant.GATEWAY_SERDE ? own -> new SerdeDecoder() : UnaryOperator.identity();
    return new GatewayParts(decoder, UnaryOperator.identity(), log);
  }

  private static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
  }

  /** A server and its ports, as an argument {@code VARIANT:PORT:ADMIN_PORT}. */
  record Listener(Variant variant, int port, int adminPort) {
    static Listener parse(String argument) {
      String[] parts = argument.split(":", 3);
      return new Listener(
          Variant.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
      return variant + ":" + port + ":" + adminPort;
    }
  }
}
