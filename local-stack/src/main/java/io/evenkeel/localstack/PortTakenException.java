package io.evenkeel.localstack;

/** The port that was asked for belongs to another program. Choose another port, or 0 for any. */
public final class PortTakenException extends LocalStackException {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final int port;

  PortTakenException(String service, int port) {
    super(
        "Port %d on 127.0.0.1 is already in use by another program, so %s cannot listen there; stop that program, or choose another port (0 means any free one)."
            .formatted(port, service));
    this.service = service;
    this.port = port;
  }

  /** Who wanted the port: "Kafka" or "PostgreSQL". */
  public String service() {
    return service;
  }

  /** The port in question. */
  public int port() {
    return port;
  }
}
