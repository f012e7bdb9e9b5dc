package io.evenkeel.load.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.CharsetUtil;

/**
 * A connection with at most one request under way, and a check of every answer. Lives on its event
 * loop.
 */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {
  private static final int QUOTE_BYTES_MAX = 300;

  private final Expected expected;
  private final Listener listener;
  private final Channel channel;
  private int status;
  private boolean bodyChecked;
  private boolean good;
  private String quote = "";

  Connection(Channel channel, Expected expected, Listener listener) {
    this.channel = channel;
    this.expected = expected;
    this.listener = listener;
  }

  /** Sends a request; only while none is under way. */
  void send(ByteBuf request) {
    channel.writeAndFlush(request.duplicate(), channel.voidPromise());
  }

  /** Closes it, without waiting. */
  void close() {
    channel.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpResponse response) {
      status = response.status().code();
      bodyChecked = false;
      good = false;
    }
    if (message instanceof HttpContent content) {
      check(content.content());
    }
    if (message instanceof LastHttpContent) {
      answered();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    listener.failed("the server closed a connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    listener.failed("a connection broke: " + cause);
  }

  // A short answer comes in one piece; a longer one is judged by its first.
  private void check(ByteBuf content) {
    if (bodyChecked || !content.isReadable()) {
      return;
    }
    bodyChecked = true;
    good = status == expected.status() && expected.begins(content);
    if (!good) {
      int length = Math.min(content.readableBytes(), QUOTE_BYTES_MAX);
      quote = content.toString(content.readerIndex(), length, CharsetUtil.UTF_8);
    }
  }

  private void answered() {
    if (good) {
      listener.answered(this);
    } else if (status == expected.toleratedStatus()) {
      listener.tolerated(this);
    } else {
      listener.failed("an answer was " + status + ": " + quote);
    }
  }

  /** Who sends by the connections. Called on their event loop. */
  interface Listener {
    /** The expected answer came. */
    void answered(Connection connection);

    /** The answer came that few may be. */
    void tolerated(Connection connection);

    /** Something else happened; the load is of no use. */
    void failed(String why);
  }
}
