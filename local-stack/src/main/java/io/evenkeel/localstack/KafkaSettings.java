package io.evenkeel.localstack;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of the one-node broker: a pure function of data directory and ports. */
final class KafkaSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /** What {@link LocalKafka} decides alone, since it relies on it. */
  private static final Set<String> RESERVED =
      Set.of(
          "advertised.listeners",
          "controller.listener.names",
          "controller.quorum.bootstrap.servers",
          "controller.quorum.voters",
          "inter.broker.listener.name",
          "listener.security.protocol.map",
          "listeners",
          "log.dir",
          "log.dirs",
          "metadata.log.dir",
          "node.id",
          "process.roles");

  private static final Map<String, String> ROLES =
      Map.of(
          "process.roles", "broker,controller",
          "node.id", Integer.toString(NODE_ID),
          "controller.listener.names", CONTROLLER_LISTENER,
          "inter.broker.listener.name", "BROKER",
          "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");

  /** One node: internal topics have one replica, and few partitions start quicker. */
  private static final Map<String, String> SINGLE_NODE =
      Map.of(
          "default.replication.factor", "1",
          "min.insync.replicas", "1",
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "4",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "4",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "1");

  private static final Map<String, String> BEHAVIOUR =
      Map.of(
          "auto.create.topics.enable", "false",
          // Retention counts from the record's time: old event times would be deleted at once.
          "log.message.timestamp.type", "LogAppendTime",
          "group.initial.rebalance.delay.ms", "0",
          // After a kill -9 the controller waits this long for the broker's former life to end.
          "broker.session.timeout.ms", "1500",
          "broker.heartbeat.interval.ms", "300",
          "server.max.startup.time.ms", "300000");

  /**
   * What is written survives the end of the process at once, since the operating system has it; it
   * is forced to disk within a second. The checkpoint and the small segments bound what has to be
   * read again after a kill -9: without the short initial delay, everything that was written in the
   * first half minute.
   */
  private static final Map<String, String> DISK =
      Map.of(
          "log.initial.task.delay.ms", "1000",
          "log.flush.interval.ms", "1000",
          "log.flush.scheduler.interval.ms", "1000",
          "log.flush.offset.checkpoint.interval.ms", "2000",
          "log.segment.bytes", Integer.toString(64 << 20),
          "num.recovery.threads.per.data.dir", "2");

  /** Made for a laptop that also runs everything else. */
  private static final Map<String, String> SIZE =
      Map.of(
          "num.network.threads", "2",
          "num.io.threads", "4",
          "background.threads", "2",
          "log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20));

  private KafkaSettings() {}

  static Properties of(Path directory, int port, int controllerPort, Map<String, String> extra) {
    Properties properties = new Properties();
    properties.putAll(ROLES);
    properties.putAll(SINGLE_NODE);
    properties.putAll(BEHAVIOUR);
    properties.putAll(DISK);
    properties.putAll(SIZE);
    properties.putAll(extra);
    properties.put("log.dirs", directory.toString());
    putListeners(properties, port, controllerPort);
    return properties;
  }

  private static void putListeners(Properties properties, int port, int controllerPort) {
    String broker = "BROKER://127.0.0.1:" + port;
    properties.put("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", broker);
    // Static voters stand in the configuration and nowhere in the data directory, so that the
    // ports may change from one start to the next.
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
  }

  static void refuseReserved(Map<String, String> extra) {
    Set<String> refused = new HashSet<>(extra.keySet());
    refused.retainAll(RESERVED);
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException("The local broker decides itself on " + refused + ".");
    }
  }
}
