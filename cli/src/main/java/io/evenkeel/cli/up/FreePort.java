package io.evenkeel.cli.up;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Looks at a port before anything is started, so that a taken one is told at once and by its
 * option.
 */
final class FreePort {
  private FreePort() {}

  /**
   * Requires that nobody listens on a port of this machine.
   *
   * @param port 0 asks for nothing
   * @param option that chose it
   * @throws CliException if the port is taken
   */
  static void require(int port, String option) {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: a port whose last connections are still closing counts as free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new CliException(
          ExitCodes.FAILED,
          "port %d is in use; choose another with %s, 0 for any free one".formatted(port, option));
    }
  }
}
