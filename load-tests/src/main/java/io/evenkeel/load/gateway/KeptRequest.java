package io.evenkeel.load.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Requests that are made once and sent often. Stateless. */
public final class KeptRequest {
  private KeptRequest() {}

  /**
   * A request outside the heap, so that sending copies nothing. Sending does not release it, and
   * nobody has to: the garbage collector does when it is forgotten.
   */
  public static ByteBuf of(byte[] head, byte[] body) {
    ByteBuffer memory = ByteBuffer.allocateDirect(head.length + body.length);
    memory.put(head).put(body).flip();
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
  }
}
