package io.evenkeel.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Chooses ports on 127.0.0.1. */
final class Ports {
  /** Others may take a chosen port before the server listens; then choose again, this often. */
  static final int CHOOSE_AND_LISTEN_ATTEMPTS = 5;

  /**
   * Below 32768, where Linux takes the local ports of outgoing connections from. A client that
   * keeps trying a port of that range while its server is down can end up connected to itself, and
   * the server then never gets its port back.
   */
  private static final int LOWEST = 20000;

  private static final int HIGHEST = 32767;
  private static final int PROBES_MAX = 100;

  private final RandomGenerator random;

  Ports(RandomGenerator random) {
    this.random = random;
  }

  static Ports random() {
    return new Ports(RandomGenerator.getDefault());
  }

  /**
   * The port to use now.
   *
   * @throws PortTakenException when the fixed port is taken
   */
  int choose(String service, PortRequest request) {
    if (request.isFixed()) {
      if (!isFree(request.fixed())) {
        throw new PortTakenException(service, request.fixed());
      }
      return request.fixed();
    }
    if (request.preferred() != 0 && isFree(request.preferred())) {
      return request.preferred();
    }
    return any();
  }

  /** A port that is free at this moment. */
  int any() {
    return anyBut(0);
  }

  /** The same for a second listener: one that is chosen but not yet listened on looks free. */
  int anyBut(int chosen) {
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if (port != chosen && isFree(port)) {
        return port;
      }
    }
    throw new LocalStackException(
        "No free port found between %d and %d on 127.0.0.1.".formatted(LOWEST, HIGHEST));
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
