package io.evenkeel.gateway.api;

/** Whether the gateway has begun to stop. Safe for use by many threads. */
public final class StopSwitch {
  private volatile boolean stopping;

  /** From now on the gateway is not ready and refuses new requests. */
  public void stop() {
    stopping = true;
  }

  /** Whether it has begun. */
  public boolean isStopping() {
    return stopping;
  }
}
