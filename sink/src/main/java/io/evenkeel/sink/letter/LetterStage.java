package io.evenkeel.sink.letter;

/** Who gave up; the column {@code stage}, and an account of {@code removal}. */
public enum LetterStage {
  /** The gateway refused it for good. */
  GATEWAY("gateway"),
  /** The processor could not read the record. */
  PROCESSOR("processor"),
  /** The database refused the event. */
  SINK("sink"),
  /** A Kafka Connect connector reported it. */
  CONNECT("connect"),
  /** A Kafka Streams application other than the processor reported it. */
  STREAMS("streams"),
  /** Nobody who says so. */
  UNKNOWN("unknown");

  private final String id;

  LetterStage(String id) {
    this.id = id;
  }

  /** The name in tables and metrics. */
  public String id() {
    return id;
  }
}
