package io.evenkeel.localstack;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fatal faults of the embedded broker. Kafka answers them with the end of the JVM; here the JVM is
 * the user's, so the fault is logged, told to the brokers of this process, and ends only the thread
 * that met it. Static because Kafka's own hook is.
 */
final class KafkaFaults {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaFaults.class);
  private static final Set<Consumer<String>> LISTENERS = ConcurrentHashMap.newKeySet();

  private KafkaFaults() {}

  /** Replaces Kafka's exit procedures (again and again does no harm) and adds the listener. */
  static void listen(Consumer<String> listener) {
    LISTENERS.add(listener);
    Exit.setExitProcedure(KafkaFaults::onFault);
    Exit.setHaltProcedure(KafkaFaults::onFault);
  }

  static void forget(Consumer<String> listener) {
    LISTENERS.remove(listener);
  }

  // Kafka passes null where there is no message, whatever its signature says.
  private static void onFault(int status, @Nullable String message) {
    String reason = message == null ? "status " + status : message + " (status " + status + ")";
    LOG.atError()
        .setMessage("The embedded Kafka broker met a fatal fault and stops working.")
        .addKeyValue("reason", reason)
        .log();
    LISTENERS.forEach(listener -> listener.accept(reason));
    throw new FatalFault(reason);
  }

  /** Ends the thread that met the fault: whoever calls Kafka's exit counts on not coming back. */
  static final class FatalFault extends Error {
    private static final long serialVersionUID = 1L;

    FatalFault(String reason) {
      super("The embedded Kafka broker met a fatal fault: " + reason);
    }
  }
}
