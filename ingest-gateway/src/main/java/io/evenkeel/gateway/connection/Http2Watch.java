package io.evenkeel.gateway.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches a connection that speaks HTTP/2: each stream has the time of a request from its headers
 * to its end. On the event loop of the connection.
 */
final class Http2Watch extends Http2ConnectionAdapter {
  /** Between the announcement that the connection ends and its end: a sender's way here. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Http2ConnectionHandler handler;
  private final ChannelHandlerContext context;
  private final Http2Connection.PropertyKey began;
  private final Deadlines deadlines;
  private final byte[] slowProblem;
  private final ConnectionMetrics metrics;
  private boolean ending;

  private Http2Watch(
      Http2ConnectionHandler handler,
      ChannelHandlerContext context,
      Deadlines deadlines,
      byte[] slowProblem,
      ConnectionMetrics metrics) {
    this.handler = handler;
    this.context = context;
    this.began = handler.connection().newKey();
    this.deadlines = deadlines;
    this.slowProblem = slowProblem;
    this.metrics = metrics;
  }

  /** Begins with the streams that are there already. */
  static Http2Watch attach(
      Http2ConnectionHandler handler,
      ChannelHandlerContext context,
      Deadlines deadlines,
      byte[] slowProblem,
      ConnectionMetrics metrics) {
    Http2Watch watch = new Http2Watch(handler, context, deadlines, slowProblem, metrics);
    handler.connection().addListener(watch);
    watch.activeStreams().forEach(watch::onStreamActive);
    return watch;
  }

  @Override
  public void onStreamActive(Http2Stream stream) {
    stream.setProperty(began, System.nanoTime());
  }

  /** Acts if a deadline has passed; gives the nanoseconds until it is to be asked again. */
  long check(long nowNanos) {
    if (!ending && deadlines.isAged(nowNanos)) {
      ending = true;
      end();
    }
    long next = deadlines.requestNanos();
    for (Http2Stream stream : activeStreams()) {
      if (stream.state().remoteSideOpen()) {
        next = Math.min(next, checkOpen(stream, nowNanos));
      }
    }
    long untilAged = deadlines.endAtNanos() - nowNanos;
    return ending ? next : Math.max(1, Math.min(next, untilAged));
  }

  private long checkOpen(Http2Stream stream, long nowNanos) {
    long beganNanos = stream.<Long>getProperty(began);
    if (!deadlines.isSlow(beganNanos, nowNanos)) {
      return beganNanos + deadlines.requestNanos() - nowNanos;
    }
    metrics.slow();
    cutOff(stream);
    return deadlines.requestNanos();
  }

  // The server first: it must not answer as well once the stream has an answer.
  private void cutOff(Http2Stream stream) {
    boolean unanswered = stream.state().localSideOpen() && !stream.isHeadersSent();
    tellTheServer(stream);
    if (unanswered) {
      answer(stream);
    } else {
      reset(stream, Http2Error.CANCEL);
    }
  }

  private void answer(Http2Stream stream) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .status(HttpResponseStatus.REQUEST_TIMEOUT.codeAsText())
            .set("content-type", "application/problem+json")
            .setInt("content-length", slowProblem.length);
    handler.encoder().writeHeaders(context, stream.id(), headers, 0, false, context.newPromise());
    ChannelPromise written = context.newPromise();
    written.addListener(done -> reset(stream, Http2Error.NO_ERROR));
    handler
        .encoder()
        .writeData(context, stream.id(), Unpooled.wrappedBuffer(slowProblem), 0, true, written);
    handler.flush(context);
  }

  private void reset(Http2Stream stream, Http2Error error) {
    handler.encoder().writeRstStream(context, stream.id(), error.code(), context.newPromise());
    handler.flush(context);
  }

  // The server waits for the rest of the body; for it this is as if the sender had given up.
  private void tellTheServer(Http2Stream stream) {
    try {
      handler
          .decoder()
          .frameListener()
          .onRstStreamRead(context, stream.id(), Http2Error.CANCEL.code());
    } catch (Http2Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  // First the announcement alone, so that what the sender has on its way still finds a server.
  private void end() {
    metrics.aged();
    handler.goAway(
        context,
        Integer.MAX_VALUE,
        Http2Error.NO_ERROR.code(),
        Unpooled.EMPTY_BUFFER,
        context.newPromise());
    handler.flush(context);
    context.executor().schedule(this::endForGood, FAREWELL_NANOS, TimeUnit.NANOSECONDS);
  }

  private void endForGood() {
    if (!context.channel().isActive()) {
      return;
    }
    handler
        .goAway(
            context,
            handler.connection().remote().lastStreamCreated(),
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise())
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    handler.flush(context);
    // Waits for the answers that are still due.
    context.channel().close();
  }

  private List<Http2Stream> activeStreams() {
    List<Http2Stream> streams = new ArrayList<>();
    try {
      handler.connection().forEachActiveStream(stream -> streams.add(stream));
    } catch (Http2Exception e) {
      throw new IllegalStateException("Adding to a list does not fail", e);
    }
    return streams;
  }
}
