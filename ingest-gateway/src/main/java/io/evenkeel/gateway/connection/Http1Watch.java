package io.evenkeel.gateway.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Watches a connection that speaks HTTP/1.1, right behind its codec. A request is being read from
 * its first byte to its last; meanwhile earlier ones may wait for their answers, and then the
 * server does not read on, so that time is not the sender's. On the event loop of the connection.
 */
final class Http1Watch extends ChannelDuplexHandler {
  private final Deadlines deadlines;
  private final byte[] slowProblem;
  private final ConnectionMetrics metrics;
  private @Nullable ChannelHandlerContext context;

  private boolean reading;
  private boolean headSeen;
  private @Nullable HttpRequest lastRequest;
  private long beganNanos;
  private int unanswered;
  private boolean aged;
  private boolean ending;

  Http1Watch(Deadlines deadlines, byte[] slowProblem, ConnectionMetrics metrics) {
    this.deadlines = deadlines;
    this.slowProblem = slowProblem;
    this.metrics = metrics;
  }

  boolean hasSeenRequest() {
    return lastRequest != null;
  }

  /** Bytes come in, of whatever. */
  void bytes() {
    if (!reading) {
      reading = true;
      beganNanos = System.nanoTime();
    }
  }

  /** Acts if a deadline has passed; gives the nanoseconds until it is to be asked again. */
  long check(long nowNanos) {
    aged = aged || deadlines.isAged(nowNanos);
    if (reading && isSendersTurn()) {
      if (deadlines.isSlow(beganNanos, nowNanos)) {
        cutOff();
        return deadlines.requestNanos();
      }
      return Math.max(1_000_000, beganNanos + deadlines.requestNanos() - nowNanos);
    }
    long untilAged = deadlines.endAtNanos() - nowNanos;
    return untilAged > 0 ? Math.min(untilAged, deadlines.requestNanos()) : deadlines.requestNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request && request != lastRequest) {
      bytes();
      // The server sends the first one of a connection through the pipeline twice.
      lastRequest = request;
      headSeen = true;
      unanswered++;
      // An upgrade to HTTP/2 would read a body before anybody has looked at its credential.
      request.headers().remove(HttpHeaderNames.UPGRADE);
    }
    if (message instanceof LastHttpContent) {
      reading = false;
      headSeen = false;
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response && isFinal(response) && isDueToEnd()) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      metrics.aged();
      ending = true;
    }
    if (message instanceof LastHttpContent
        && !(message instanceof HttpResponse response && !isFinal(response))) {
      answered();
      if (ending) {
        ctx.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
        return;
      }
    }
    ctx.write(message, promise);
  }

  private static boolean isFinal(HttpResponse response) {
    return response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
  }

  // Not while further requests have come in already: they would have to be sent again.
  private boolean isDueToEnd() {
    return aged && unanswered <= 1 && !ending;
  }

  private void answered() {
    boolean earlierOnes = !isSendersTurn();
    unanswered--;
    if (reading && earlierOnes && isSendersTurn()) {
      beganNanos = System.nanoTime();
    }
  }

  /** Whether nothing but the sender keeps the request that is being read from going on. */
  private boolean isSendersTurn() {
    return unanswered <= (headSeen ? 1 : 0);
  }

  private void cutOff() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    metrics.slow();
    boolean answeredAlready = headSeen && unanswered == 0;
    if (answeredAlready || ending) {
      ctx.channel().close();
    } else {
      ending = true;
      ctx.writeAndFlush(slowResponse()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private FullHttpResponse slowResponse() {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.REQUEST_TIMEOUT,
            Unpooled.wrappedBuffer(slowProblem));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CONTENT_LENGTH, slowProblem.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
