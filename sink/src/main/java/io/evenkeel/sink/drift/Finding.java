package io.evenkeel.sink.drift;

/** A way in which a tenant sends differently from before. */
sealed interface Finding {
  /** Signal, unknown name, or code of refusals. */
  String name();

  /** Share of events before, 0 to 1. */
  double before();

  /** Share of events now, 0 to 1. */
  double now();

  /** Its kind in table and metrics. */
  default Kind kind() {
    return switch (this) {
      case Vanished v -> Kind.VANISHED;
      case Appeared a -> Kind.APPEARED;
      case Failing f -> Kind.FAILING;
    };
  }

  /** A signal or unknown name that used to come hardly comes any more. */
  record Vanished(String name, double before, double now) implements Finding {}

  /** A signal or unknown name comes that did not. */
  record Appeared(String name, double before, double now) implements Finding {}

  /** Events are refused for a reason. */
  record Failing(String name, double before, double now) implements Finding {}

  /** What kinds there are. */
  enum Kind {
    VANISHED("vanished"),
    APPEARED("appeared"),
    FAILING("failing");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** Its name in table and metrics. */
    String id() {
      return id;
    }
  }
}
