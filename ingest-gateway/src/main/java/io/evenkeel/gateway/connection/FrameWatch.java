package io.evenkeel.gateway.connection;

import io.netty.buffer.ByteBuf;

/**
 * Follows the bytes of an HTTP/2 connection just far enough to know since when a frame, or a block
 * of headers in several frames, has been unfinished: until headers are complete there is no stream
 * whose time could run out. For one connection, on its event loop.
 */
final class FrameWatch {
  private static final int PREFACE_BYTES = 24;
  private static final int FRAME_HEADER_BYTES = 9;
  private static final int TYPE_HEADERS = 1;
  private static final int TYPE_CONTINUATION = 9;
  private static final int FLAG_END_HEADERS = 4;

  /** Bytes to come of the preface or of a frame's payload. */
  private int restBytes = PREFACE_BYTES;

  private int headerBytes;
  private int length;
  private int type;
  private boolean headersOpen;
  private boolean unfinished;
  private long sinceNanos;

  /** Looks at bytes, and leaves them as they are. */
  void read(ByteBuf bytes, long nowNanos) {
    boolean finished = false;
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (restBytes > 0) {
        int taken = Math.min(restBytes, bytes.writerIndex() - at);
        restBytes -= taken;
        at += taken;
      } else {
        readHeader(bytes.getUnsignedByte(at++));
      }
      finished |= isFinished();
    }
    boolean open = !isFinished();
    if (open && (finished || !unfinished)) {
      sinceNanos = nowNanos;
    }
    unfinished = open;
  }

  /** Whether something has been unfinished for longer than a request may take. */
  boolean isSlow(Deadlines deadlines, long nowNanos) {
    return unfinished && deadlines.isSlow(sinceNanos, nowNanos);
  }

  private boolean isFinished() {
    return restBytes == 0 && headerBytes == 0 && !headersOpen;
  }

  private void readHeader(int next) {
    if (headerBytes < 3) {
      length = length << 8 | next;
    } else if (headerBytes == 3) {
      type = next;
    } else if (headerBytes == 4 && (type == TYPE_HEADERS || type == TYPE_CONTINUATION)) {
      headersOpen = (next & FLAG_END_HEADERS) == 0;
    }
    headerBytes++;
    if (headerBytes == FRAME_HEADER_BYTES) {
      restBytes = length;
      length = 0;
      headerBytes = 0;
    }
  }
}
