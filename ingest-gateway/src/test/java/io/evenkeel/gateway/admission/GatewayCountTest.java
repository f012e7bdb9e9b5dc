package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class GatewayCountTest {
  private InetAddress[] answer = {};
  private boolean fails;
  private final GatewayCount gateways = GatewayCount.of("gateways.example", this::addresses);

  @Test
  void isOneUntilItIsKnown() {
    assertThat(gateways.getAsInt()).isOne();
  }

  @Test
  void countsEachAddressOnce() throws UnknownHostException {
    answer = new InetAddress[] {address(1), address(2), address(2), address(3)};

    gateways.lookUp();

    assertThat(gateways.getAsInt()).isEqualTo(3);
  }

  @Test
  void keepsTheLastCountWhenALookUpFails() throws UnknownHostException {
    answer = new InetAddress[] {address(1), address(2)};
    gateways.lookUp();

    fails = true;
    gateways.lookUp();
    assertThat(gateways.getAsInt()).isEqualTo(2);

    fails = false;
    answer = new InetAddress[] {address(1)};
    gateways.lookUp();
    assertThat(gateways.getAsInt()).isOne();
  }

  private InetAddress[] addresses(String name) throws UnknownHostException {
    if (fails) {
      throw new UnknownHostException(name);
    }
    return answer;
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
