package io.evenkeel.gateway;

/** A gateway that cannot start, with a message for its operator. */
public final class GatewayStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GatewayStartException(String message) {
    super(message);
  }

  GatewayStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
