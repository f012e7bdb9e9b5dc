package io.evenkeel.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to the database that can be cut, or cut in the one moment that matters: after a COMMIT was
 * passed on and before its answer came back.
 */
public final class FlakyProxy implements AutoCloseable {
  // The driver names the statement once and then sends only the name, between two zero bytes.
  private static final Pattern COMMIT_NAMED = Pattern.compile("(S_\\d+)\0COMMIT\0");
  private static final String READING = "COPY evenkeel.reading";

  private static final long COMMIT_NANOS = 50_000_000;

  private final String jdbcUrl;
  private final InetSocketAddress target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commitsToLose = new AtomicInteger();
  private volatile boolean open = true;

  /** Opens a way to the server of a JDBC URL. */
  public FlakyProxy(String jdbcUrl) throws IOException {
    this.jdbcUrl = jdbcUrl;
    URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
    this.target = new InetSocketAddress(uri.getHost(), uri.getPort());
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The same database by this way. */
  public String jdbcUrl() {
    return jdbcUrl.replaceFirst("//[^/]+/", "//127.0.0.1:" + server.getLocalPort() + "/");
  }

  /** Breaks all connections and accepts no more. */
  public void cut() {
    open = false;
    breakAll();
  }

  /** Accepts connections again. */
  public void mend() {
    open = true;
  }

  /** Breaks all connections once. */
  public void breakAll() {
    sockets.forEach(FlakyProxy::closeQuietly);
  }

  /** Loses the answers to the next commits of transactions that copied readings. */
  public void loseCommits(int count) {
    commitsToLose.set(count);
  }

  /** Commits whose answers are still to be lost. */
  public int commitsToLose() {
    return commitsToLose.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    breakAll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (open) {
          connect(client);
        } else {
          closeQuietly(client);
        }
      } catch (IOException e) {
        // Closed, or the server refused: the client finds out by itself.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket upstream = new Socket();
    upstream.connect(target);
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    sockets.add(client);
    sockets.add(upstream);
    Thread.ofVirtual().start(() -> pump(client, upstream, true));
    Thread.ofVirtual().start(() -> pump(upstream, client, false));
  }

  private void pump(Socket from, Socket to, boolean toServer) {
    byte[] buffer = new byte[64 << 10];
    Traffic traffic = new Traffic();
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        boolean lose = toServer && traffic.commitsReadings(buffer, read) && takeLoss();
        if (lose) {
          // From here on nothing comes back, while the server still gets the commit.
          closeQuietly(from);
        }
        out.write(buffer, 0, read);
        out.flush();
        if (lose) {
          awaitAnswer();
          return;
        }
      }
    } catch (IOException e) {
      // One end is gone: so is the other.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  // The server must have the commit before its connection ends.
  private static void awaitAnswer() {
    LockSupport.parkNanos(COMMIT_NANOS);
  }

  private boolean takeLoss() {
    return commitsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** What has passed on one connection towards the server. */
  private static final class Traffic {
    private String commit = "\0COMMIT\0";
    private boolean copied;

    /** Whether these bytes commit a transaction that copied readings. */
    boolean commitsReadings(byte[] bytes, int length) {
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      Matcher named = COMMIT_NAMED.matcher(text);
      if (named.find()) {
        commit = '\0' + named.group(1) + '\0';
      }
      copied |= text.contains(READING);
      boolean commits = copied && text.contains(commit);
      copied &= !commits;
      return commits;
    }
  }
}
