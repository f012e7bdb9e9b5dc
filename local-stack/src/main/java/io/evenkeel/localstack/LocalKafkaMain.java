package io.evenkeel.localstack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a {@link LocalKafka} as a process of its own: {@code --data-dir DIRECTORY [--port PORT]}.
 * Prints the one line {@code READY 127.0.0.1:PORT} when it takes requests and stops cleanly on
 * SIGTERM. Exit status: 0 or 143 after a stop, 1 when it cannot start or dies of a fatal fault, 2
 * for wrong arguments.
 */
public final class LocalKafkaMain {
  private static final String USAGE = "Usage: LocalKafkaMain --data-dir DIRECTORY [--port PORT]";

  private LocalKafkaMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    LocalKafkaOptions options;
    try {
      options = parse(Arrays.asList(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    run(options);
  }

  static LocalKafkaOptions parse(List<String> arguments) {
    Path directory = null;
    int port = 0;
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("The argument " + name + " has no value.");
      }
      String value = arguments.get(i + 1);
      switch (name) {
        case "--data-dir" -> directory = Path.of(value);
        case "--port" -> port = parsePort(value);
        default -> throw new IllegalArgumentException("Unknown argument " + name + ".");
      }
    }
    if (directory == null) {
      throw new IllegalArgumentException("The argument --data-dir is missing.");
    }
    return LocalKafkaOptions.in(directory).withPort(port);
  }

  private static int parsePort(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("A port is a number, not " + value + ".", e);
    }
  }

  private static void run(LocalKafkaOptions options) throws InterruptedException {
    LocalKafka kafka;
    try {
      kafka = LocalKafka.start(options);
    } catch (LocalStackException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "local-kafka-stop"));
    // Halt, not exit: the broker is broken, and closing it in the hook might wait for ever.
    kafka.onFault(fault -> Runtime.getRuntime().halt(1));
    System.out.println("READY " + kafka.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
