package io.evenkeel.load.gateway;

import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.gateway.GatewayParts;
import io.evenkeel.gateway.admission.LimitConfig;
import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.runtime.ServiceLogging;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;

/**
 * One of the servers that are compared, as a process: {@code VARIANT PORT ADMIN_PORT
 * BOOTSTRAP_SERVERS}. Ends with the process that started it.
 */
public final class BenchServer {
  // So much that no vehicle reaches it, with the check in place.
  private static final LimitConfig LIMITS = LimitConfig.DEFAULT.unlimited();

  private BenchServer() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    ServiceLogging.useDefaults();
    endWithParent();
    Variant variant = Variant.valueOf(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    if (variant == Variant.NETTY) {
      BareNetty.listen(port);
    } else {
      startGateway(variant, port, Integer.parseInt(arguments[2]), arguments[3]);
    }
    new CountDownLatch(1).await();
  }

  private static void startGateway(Variant variant, int port, int adminPort, String kafka) {
    GatewayConfig config = GatewayConfig.of(kafka).withPorts(port, adminPort).withLimits(LIMITS);
    Gateway gateway = Gateway.start(config, parts(variant));
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
}
