package io.evenkeel.gateway;

import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.gateway.publish.Publisher;
import io.evenkeel.runtime.trace.Tracing;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;

/**
 * Parts of a gateway that a program may put others in front of or in place of: benchmarks compare
 * decoders, and take the log out.
 *
 * @param decoder gets the gateway's decoder, gives the one to use
 * @param publisher the same for the publisher
 * @param producer the same for the connected producer that the gateway's own publisher hands its
 *     finished records of telemetry to; the gateway closes the one it was given
 * @param tracing where spans go; closed by whoever made it, after the gateway
 */
public record GatewayParts(
    UnaryOperator<Decoder> decoder,
    UnaryOperator<Publisher> publisher,
    UnaryOperator<Producer<byte[], byte[]>> producer,
    Tracing tracing) {
  /** The gateway's own parts. */
  public static final GatewayParts OWN =
      new GatewayParts(UnaryOperator.identity(), UnaryOperator.identity());

  /** Parts with the gateway's own producer. */
  public GatewayParts(UnaryOperator<Decoder> decoder, UnaryOperator<Publisher> publisher) {
    this(decoder, publisher, UnaryOperator.identity());
  }

  /** Parts without traces. */
  public GatewayParts(
      UnaryOperator<Decoder> decoder,
      UnaryOperator<Publisher> publisher,
      UnaryOperator<Producer<byte[], byte[]>> producer) {
    this(decoder, publisher, producer, Tracing.OFF);
  }

  /** The same parts with traces. */
  public GatewayParts withTracing(Tracing tracing) {
    return new GatewayParts(decoder, publisher, producer, tracing);
  }
}
