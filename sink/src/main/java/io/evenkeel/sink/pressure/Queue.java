package io.evenkeel.sink.pressure;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.util.Arrays;
import java.util.List;

/** What waits before one stage on one lane. */
record Queue(Stage stage, Lane lane) {
  private static final List<Queue> ALL =
      Arrays.stream(Stage.values())
          .flatMap(stage -> Arrays.stream(Lane.values()).map(lane -> new Queue(stage, lane)))
          .toList();

  /** Every stage on every lane. */
  static List<Queue> all() {
    return ALL;
  }

  /** The topic that the stage reads. */
  String topic() {
    return switch (stage) {
      case PROCESSOR -> Topics.telemetry(lane);
      case SINK -> Topics.clean(lane);
    };
  }

  /** A stage that takes records from Kafka. */
  enum Stage {
    /** Takes telemetry; keeps its position in Kafka. */
    PROCESSOR("processor"),
    /** Takes clean records; keeps its position in the database. */
    SINK("sink");

    private final String id;

    Stage(String id) {
      this.id = id;
    }

    /** The stage's name in metrics. */
    String id() {
      return id;
    }
  }
}
