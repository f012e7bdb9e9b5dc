package io.evenkeel.gateway;

import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.gateway.publish.Publisher;
import java.util.function.UnaryOperator;

/**
 * Parts of a gateway that a program may put others in front of or in place of: benchmarks compare
 * decoders, and take the log out.
 *
 * @param decoder gets the gateway's decoder, gives the one to use
 * @param publisher the same for the publisher
 */
public record GatewayParts(UnaryOperator<Decoder> decoder, UnaryOperator<Publisher> publisher) {
  /** The gateway's own parts. */
  public static final GatewayParts OWN =
      new GatewayParts(UnaryOperator.identity(), UnaryOperator.identity());
}
