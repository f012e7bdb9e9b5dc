package io.evenkeel.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sees the bytes of a connection before anything reads them. */
final class FrontHandler extends ChannelInboundHandlerAdapter {
  private final ConnectionWatch watch;
  private boolean undecided = true;

  FrontHandler(ConnectionWatch watch) {
    this.watch = watch;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      watch.bytes(bytes);
    }
    ctx.fireChannelRead(message);
    if (undecided) {
      undecided = watch.decide();
    }
  }
}
