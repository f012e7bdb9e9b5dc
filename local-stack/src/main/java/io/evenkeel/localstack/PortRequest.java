package io.evenkeel.localstack;

/**
 * Which port a server shall listen on, on 127.0.0.1.
 *
 * @param fixed this port and no other, 1 to 65535; 0 when any will do
 * @param preferred with no fixed port: this one if it is free, 1 to 65535; 0 for no preference
 */
record PortRequest(int fixed, int preferred) {
  static final PortRequest ANY = new PortRequest(0, 0);

  PortRequest {
    check(fixed);
    check(preferred);
  }

  private static void check(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("A port is between 0 and 65535, not " + port + ".");
    }
  }

  PortRequest withFixed(int port) {
    return new PortRequest(port, preferred);
  }

  PortRequest withPreferred(int port) {
    return new PortRequest(fixed, port);
  }

  boolean isFixed() {
    return fixed != 0;
  }
}
