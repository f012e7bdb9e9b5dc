package io.evenkeel.load.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Connections to servers on this machine, all on one event loop, so that loads need no locks. */
public final class LoadClient implements AutoCloseable {
  private static final long CLOSE_SECONDS_MAX = 5;

  private final Transport transport = Transport.best();
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, transport.handlers());

  /** How it talks to the kernel. */
  public String transportName() {
    return transport.name();
  }

  /** Where every listener is called. */
  public EventLoop eventLoop() {
    return group.next();
  }

  /** Opens connections. */
  List<Connection> connect(
      int port, int connections, Expected expected, Connection.Listener listener)
      throws InterruptedException {
    List<Connection> opened = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Channel channel =
          open(port, opening -> new Connection(opening, expected, listener)).sync().channel();
      opened.add(channel.pipeline().get(Connection.class));
    }
    return opened;
  }

  /**
   * Opens one connection, without waiting.
   *
   * @param handler of the answers, which are decoded already; called on the event loop
   */
  public ChannelFuture open(int port, Function<Channel, ChannelHandler> handler) {
    return new Bootstrap()
        .group(group)
        .channel(transport.client())
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpResponseDecoder(), handler.apply(channel));
              }
            })
        .connect(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
