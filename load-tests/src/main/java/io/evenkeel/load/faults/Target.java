package io.evenkeel.load.faults;

/** The processes of the pipeline, by the name of their log. */
public enum Target {
  GATEWAY("gateway"),
  PROCESSOR("processor"),
  SINK_1("sink-1"),
  SINK_2("sink-2"),
  BROKER("broker"),
  POSTGRES("postgres");

  private final String id;

  Target(String id) {
    this.id = id;
  }

  /** The name in reports and of the log file. */
  public String id() {
    return id;
  }
}
