package io.evenkeel.load.pipeline;

import io.evenkeel.load.gateway.LoadClient;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Some vehicles behind one connection with at most one request under way. A connection that ends is
 * opened again, and a request that it left without an answer is sent again: the same events, so
 * that at worst they are duplicates. Lives on the client's event loop.
 */
final class Sender {
  private static final long CONNECT_AGAIN_MILLIS = 50;

  private final LoadClient client;
  private final int port;
  private final VehicleTurns turns;
  private final Listener listener;
  private @Nullable Channel channel;
  private @Nullable ByteBuf underWay;
  private int underWayEvents;
  private long dueNanos;
  private boolean written;
  private boolean again;
  private boolean closed;

  Sender(LoadClient client, int port, VehicleTurns turns, Listener listener) {
    this.client = client;
    this.port = port;
    this.turns = turns;
    this.listener = listener;
  }

  /** Opens the connection; a request may be sent at once. */
  void open() {
    ChannelFuture opening = client.open(port, Answers::new);
    opening.addListener(done -> {
      if (done.isSuccess()) {
        opened(opening.channel());
      } else if (!closed) {
        var _ =
            client.eventLoop().schedule(this::open, CONNECT_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    });
  }

  /**
   * Sends the next request; only while none is under way.
   *
   * @param due when it should have been sent, {@link System#nanoTime()}
   */
  void send(long due) {
    RequestTemplate template = turns.next();
    underWay = template.next();
    underWayEvents = template.events();
    dueNanos = due;
    written = false;
    again = false;
    write();
  }

  void close() {
    closed = true;
    if (channel != null) {
      channel.close();
    }
  }

  private void opened(Channel newChannel) {
    channel = newChannel;
    if (closed) {
      newChannel.close();
    } else if (underWay != null) {
      if (written) {
        again = true;
        listener.sentAgain();
      }
      write();
    }
  }

  private void write() {
    ByteBuf request = underWay;
    Channel to = channel;
    // Otherwise it is written as soon as the connection is open.
    if (request != null && to != null) {
      written = true;
      to.writeAndFlush(request.duplicate(), to.voidPromise());
    }
  }

  private void answered(int status, int accepted) {
    underWay = null;
    listener.answered(this, new Answer(status, underWayEvents, accepted, dueNanos, again));
  }

  private void lost() {
    channel = null;
    if (!closed) {
      open();
    }
  }

  /**
   * What became of a request.
   *
   * @param status of the HTTP answer
   * @param events in the request
   * @param accepted of them, acknowledged
   * @param dueNanos when it should have been sent
   * @param again whether it was sent more than once
   */
  record Answer(int status, int events, int accepted, long dueNanos, boolean again) {}

  /** Who decides when to send. Called on the event loop. */
  interface Listener {
    /** The request was answered; the sender is free. */
    void answered(Sender sender, Answer answer);

    /** A request was sent again, because a connection ended without an answer. */
    void sentAgain();
  }

  /** Reads status and number of accepted events. */
  private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
    private static final byte[] ACCEPTED = "{\"accepted\":".getBytes(StandardCharsets.US_ASCII);
    private static final int ACCEPTED_STATUS = 202;

    private int status;
    private int accepted;
    private boolean read;

    private Answers(Channel opening) {
      // The channel comes with the event that it is open.
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpResponse response) {
        status = response.status().code();
        accepted = 0;
        read = false;
      }
      if (message instanceof HttpContent content && !read && content.content().isReadable()) {
        read = true;
        accepted = status == ACCEPTED_STATUS ? accepted(content.content()) : 0;
      }
      if (message instanceof LastHttpContent) {
        answered(status, accepted);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    // The number stands right at the beginning, and so in the first piece of the answer.
    private static int accepted(ByteBuf body) {
      int number = 0;
      for (int i = body.readerIndex() + ACCEPTED.length; i < body.writerIndex(); i++) {
        int digit = body.getByte(i) - '0';
        if (digit < 0 || digit > 9) {
          return number;
        }
        number = number * 10 + digit;
      }
      return number;
    }
  }
}
