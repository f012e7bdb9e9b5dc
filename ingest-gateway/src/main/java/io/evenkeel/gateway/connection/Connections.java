package io.evenkeel.gateway.connection;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.ProblemJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import java.util.random.RandomGenerator;

/**
 * Watches the connections of the telemetry port: their number, their age, and how long their
 * requests take to arrive. Safe for use by many threads; what belongs to one connection runs on its
 * event loop.
 */
public final class Connections implements NettyServerCustomizer {
  private final ConnectionConfig config;
  private final boolean encrypted;
  private final RandomGenerator random;
  private final ConnectionMetrics metrics;
  private final byte[] slowProblem;

  /**
   * For one server.
   *
   * @param encrypted whether every connection must be
   * @param random draws how much sooner than allowed a connection ends
   */
  public Connections(
      ConnectionConfig config,
      boolean encrypted,
      ProblemJson json,
      RandomGenerator random,
      MeterRegistry registry) {
    this.config = config;
    this.encrypted = encrypted;
    this.random = random;
    this.metrics = new ConnectionMetrics(config.max(), registry);
    this.slowProblem =
        json.refusal(
            Problem.of(
                ErrorCode.REQUEST_TIMEOUT,
                "The request did not arrive as a whole within "
                    + config.requestTimeout().toMillis()
                    + " ms."));
  }

  @Override
  public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
    return switch (role) {
      case CONNECTION -> watch(channel);
      case LISTENER, REQUEST_STREAM, PUSH_PROMISE_STREAM -> this;
    };
  }

  private NettyServerCustomizer watch(Channel channel) {
    boolean room = metrics.opened();
    channel.closeFuture().addListener(closed -> metrics.closed());
    if (!room) {
      // After its pipeline is built: that takes it for granted that the channel is open.
      channel.eventLoop().execute(channel::close);
    }
    Deadlines deadlines =
        new Deadlines(config.requestTimeout().toNanos(), System.nanoTime() + drawAgeNanos());
    return new ConnectionWatch(channel, encrypted, deadlines, slowProblem, metrics);
  }

  // Connections that began together, after a restart, must not end together.
  private long drawAgeNanos() {
    long most = config.ageMax().toNanos();
    return most - random.nextLong(most / 10);
  }
}
