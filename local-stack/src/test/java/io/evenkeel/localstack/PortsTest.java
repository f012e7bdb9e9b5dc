package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
  private final Ports ports = Ports.random();

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void choosesFreePortsBelowThoseOfOutgoingConnections() {
    assertThat(ports.choose("Kafka", PortRequest.ANY)).isBetween(20000, 32767);
  }

  @Test
  void givesASecondListenerAnotherPortThoughTheFirstStillLooksFree() {
    int first = new Ports(new Random(7)).any();

    assertThat(new Ports(new Random(7)).anyBut(first)).isNotEqualTo(first);
  }

  @Test
  void takesTheFixedPortAndNoOther() {
    int free = ports.any();

    assertThat(ports.choose("Kafka", PortRequest.ANY.withPreferred(1).withFixed(free)))
        .isEqualTo(free);
  }

  @Test
  void refusesAFixedPortThatIsTaken() throws IOException {
    try (ServerSocket taken = listener()) {
      PortRequest request = PortRequest.ANY.withFixed(taken.getLocalPort());

      assertThatThrownBy(() -> ports.choose("Kafka", request))
          .isInstanceOfSatisfying(
              PortTakenException.class,
              e -> {
                assertThat(e.port()).isEqualTo(taken.getLocalPort());
                assertThat(e.service()).isEqualTo("Kafka");
              });
    }
  }

  @Test
  void takesThePreferredPortWhenItIsFree() {
    int free = ports.any();

    assertThat(ports.choose("Kafka", PortRequest.ANY.withPreferred(free))).isEqualTo(free);
  }

  @Test
  void takesAnotherWhenThePreferredPortIsTaken() throws IOException {
    try (ServerSocket taken = listener()) {
      int port = taken.getLocalPort();

      assertThat(ports.choose("Kafka", PortRequest.ANY.withPreferred(port))).isNotEqualTo(port);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void refusesNumbersThatAreNoPorts(int number) {
    assertThatThrownBy(() -> PortRequest.ANY.withFixed(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(number));
  }
}
