package io.evenkeel.load.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;

/**
 * The answer that every request must get.
 *
 * @param status HTTP status
 * @param bodyStart how its body begins
 * @param toleratedStatus another status that a few requests may get; 0 for none
 */
record Expected(int status, ByteBuf bodyStart, int toleratedStatus) {
  /** Every event of a batch was accepted. */
  static Expected accepted(int batch) {
    return starting(202, "{\"accepted\":" + batch + ",\"rejected\":[]", 0);
  }

  /** The answer of a server that looks at nothing. */
  static Expected anyAccepted() {
    return starting(202, "{\"accepted\":", 0);
  }

  /** A refusal for the time being. */
  static Expected throttled(int toleratedStatus) {
    return starting(429, "{", toleratedStatus);
  }

  /** Whether the body begins as it should. */
  boolean begins(ByteBuf content) {
    int length = bodyStart.readableBytes();
    return content.readableBytes() >= length
        && ByteBufUtil.equals(
            bodyStart, bodyStart.readerIndex(), content, content.readerIndex(), length);
  }

  private static Expected starting(int status, String bodyStart, int tolerated) {
    return new Expected(status, Unpooled.copiedBuffer(bodyStart, CharsetUtil.US_ASCII), tolerated);
  }
}
