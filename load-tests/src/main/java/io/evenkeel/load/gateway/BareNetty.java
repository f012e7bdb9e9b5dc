package io.evenkeel.load.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * The least that a server on Netty does: it reads a request's body into one array, as the gateway's
 * HTTP server does, looks at nothing, and answers what the gateway would.
 */
final class BareNetty {
  private static final byte[] ANSWER =
      "{\"accepted\":50,\"rejected\":[],\"server_time\":\"2026-05-04T03:02:01.000000000Z\"}"
          .getBytes(StandardCharsets.US_ASCII);
  private static final String DATE = "Mon, 4 May 2026 03:02:01 GMT";

  private BareNetty() {}

  /** Listens on the loopback address for as long as the process lives. */
  static void listen(int port) throws InterruptedException {
    Transport transport = Transport.best();
    // As many event loops as the gateway's HTTP server has.
    int loops = Runtime.getRuntime().availableProcessors();
    var unused =
        new ServerBootstrap()
            .group(
                new MultiThreadIoEventLoopGroup(1, transport.handlers()),
                new MultiThreadIoEventLoopGroup(loops, transport.handlers()))
            .channel(transport.server())
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new Answering());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), port)
            .sync();
  }

  private static final class Answering extends SimpleChannelInboundHandler<HttpObject> {
    private byte[] body = new byte[0];
    private int read;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        body = new byte[(int) HttpUtil.getContentLength(request, 0)];
        read = 0;
      }
      if (message instanceof HttpContent content) {
        ByteBuf bytes = content.content();
        int length = bytes.readableBytes();
        bytes.readBytes(body, read, length);
        read += length;
      }
      if (message instanceof LastHttpContent) {
        // The only use of the body: that it was read whole.
        context.writeAndFlush(
            answer(
                read == body.length ? HttpResponseStatus.ACCEPTED : HttpResponseStatus.BAD_REQUEST),
            context.voidPromise());
      }
    }

    private static FullHttpResponse answer(HttpResponseStatus status) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(ANSWER));
      HttpHeaders headers = response.headers();
      headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
      headers.set(HttpHeaderNames.DATE, DATE);
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, ANSWER.length);
      return response;
    }
  }
}
