package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalKafkaMainIT {
  private static final String TOPIC = "kept";

  @Test
  void servesUntilSigtermAndKeepsItsRecordsThroughAKill() {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      String path = directory.path().resolve("kafka").toString();
      try (ChildJvm child = ChildJvm.start(LocalKafkaMain.class, "--data-dir", path)) {
        KafkaProbe kafka = new KafkaProbe(child.awaitReady()[1]);
        kafka.createTopic(TOPIC);
        kafka.produce(TOPIC, "first");
        child.kill();
      }

      int port = Ports.random().any();
      try (ChildJvm child =
          ChildJvm.start(
              LocalKafkaMain.class, "--data-dir", path, "--port", Integer.toString(port))) {
        String bootstrap = child.awaitReady()[1];
        assertThat(bootstrap).isEqualTo("127.0.0.1:" + port);
        KafkaProbe kafka = new KafkaProbe(bootstrap);
        kafka.produce(TOPIC, "second");
        assertThat(kafka.readCommitted(TOPIC)).containsExactly("first", "second");
        assertThat(child.stop()).isEqualTo(143);
      }
    }
  }
}
