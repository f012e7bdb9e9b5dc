package io.evenkeel.gateway.connection;

import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the watch of one connection into its pipeline. Whether it speaks HTTP/1.1 or HTTP/2 is known
 * from the start with TLS, else with its first bytes.
 *
 * <p>There is one timer a connection, not one a request: it looks whether a deadline has passed,
 * and sleeps until the earliest one that can be next.
 */
final class ConnectionWatch implements NettyServerCustomizer {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final String FRONT = "evenkeel-front";
  private static final String HTTP1 = "evenkeel-http1";

  private final Channel channel;
  private final boolean encrypted;
  private final Deadlines deadlines;
  private final byte[] slowProblem;
  private final ConnectionMetrics metrics;
  private final Http1Watch http1;
  private final FrameWatch frames = new FrameWatch();
  private @Nullable Http2Watch http2;

  ConnectionWatch(
      Channel channel,
      boolean encrypted,
      Deadlines deadlines,
      byte[] slowProblem,
      ConnectionMetrics metrics) {
    this.channel = channel;
    this.encrypted = encrypted;
    this.deadlines = deadlines;
    this.slowProblem = slowProblem;
    this.metrics = metrics;
    this.http1 = new Http1Watch(deadlines, slowProblem, metrics);
  }

  @Override
  public void onInitialPipelineBuilt() {
    ChannelPipeline pipeline = channel.pipeline();
    if (encrypted && pipeline.get(SslHandler.class) == null) {
      // Should the server ever come to have no certificate, it says nothing rather than in the
      // clear.
      channel.eventLoop().execute(channel::close);
      return;
    }
    Http2ConnectionHandler negotiated = pipeline.get(Http2ConnectionHandler.class);
    if (negotiated != null) {
      pipeline.addBefore(nameOf(negotiated), FRONT, new FrontHandler(this));
      useHttp2(negotiated);
    } else {
      HttpServerCodec codec = pipeline.get(HttpServerCodec.class);
      pipeline.addAfter(nameOf(codec), HTTP1, http1);
      ChannelHandler undecided = pipeline.get(CleartextHttp2ServerUpgradeHandler.class);
      pipeline.addBefore(
          nameOf(undecided == null ? codec : undecided), FRONT, new FrontHandler(this));
    }
    scheduleCheck(deadlines.requestNanos());
  }

  /** Bytes come in. */
  void bytes(ByteBuf bytes) {
    if (http2 == null) {
      http1.bytes();
    }
    if (!http1.hasSeenRequest()) {
      frames.read(bytes, System.nanoTime());
    }
  }

  /** They have been handed on; false once the protocol is known. */
  boolean decide() {
    if (http1.hasSeenRequest() || http2 != null) {
      return false;
    }
    Http2ConnectionHandler priorKnowledge = channel.pipeline().get(Http2ConnectionHandler.class);
    if (priorKnowledge != null) {
      channel.pipeline().remove(http1);
      useHttp2(priorKnowledge);
    }
    return true;
  }

  private void useHttp2(Http2ConnectionHandler handler) {
    ChannelHandlerContext context = channel.pipeline().context(handler);
    http2 = Http2Watch.attach(handler, context, deadlines, slowProblem, metrics);
  }

  private void scheduleCheck(long delayNanos) {
    channel.eventLoop().schedule(this::check, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    if (!channel.isActive()) {
      return;
    }
    long nowNanos = System.nanoTime();
    Http2Watch two = http2;
    try {
      scheduleCheck(two == null ? http1.check(nowNanos) : checkFrames(two, nowNanos));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A connection could not be checked and is closed");
      channel.close();
    }
  }

  private long checkFrames(Http2Watch two, long nowNanos) {
    if (frames.isSlow(deadlines, nowNanos)) {
      metrics.slow();
      channel.close();
    }
    return two.check(nowNanos);
  }

  private String nameOf(ChannelHandler handler) {
    return channel.pipeline().context(handler).name();
  }
}
