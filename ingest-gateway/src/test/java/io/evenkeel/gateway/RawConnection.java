package io.evenkeel.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection of which a test writes every byte. */
final class RawConnection implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final ScheduledExecutorService trickling =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private RawConnection(Socket socket) {
    this.socket = socket;
  }

  static RawConnection to(URI uri) throws IOException {
    return over(new Socket(uri.getHost(), uri.getPort()));
  }

  static RawConnection over(Socket socket) throws IOException {
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    return new RawConnection(socket);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Sends a byte every 20 ms for as long as the other side lets it. */
  void trickle(String text) {
    AtomicInteger next = new AtomicInteger();
    trickling.scheduleWithFixedDelay(
        () -> {
          try {
            int at = next.getAndIncrement();
            if (at < text.length()) {
              send(text.substring(at, at + 1));
            }
          } catch (IOException e) {
            trickling.shutdown();
          }
        },
        0,
        20,
        TimeUnit.MILLISECONDS);
  }

  /** Everything until the other side closes. */
  String readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException e) {
      // It closed while bytes were on their way to it; what it said before is there.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The head of an answer whose body has a length; the body is read and dropped. */
  String readHead() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    in.skipNBytes(contentLength(head.toString()));
    return head.toString();
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    trickling.shutdownNow();
    socket.close();
  }

  private static long contentLength(String head) {
    String mark = "content-length:";
    int at = head.toLowerCase(Locale.ROOT).indexOf(mark);
    return at < 0
        ? 0
        : Long.parseLong(head.substring(at + mark.length(), head.indexOf("\r\n", at)).strip());
  }
}
