package io.evenkeel.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FrameWatchTest {
  private static final int HEADERS = 1;
  private static final int PING = 6;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final Deadlines deadlines = new Deadlines(100, 1_000_000);
  private final FrameWatch watch = new FrameWatch();

  @Test
  void aFinishedFrameIsNeverSlow() {
    read(0, preface(), frame(PING, 0, 8));

    assertThat(watch.isSlow(deadlines, 10_000)).isFalse();
  }

  @Test
  void aPrefaceThatTricklesIsSlow() {
    read(0, preface().slice(0, 5));
    read(60, preface().slice(5, 5));

    assertThat(watch.isSlow(deadlines, 99)).isFalse();
    assertThat(watch.isSlow(deadlines, 100)).isTrue();
  }

  @Test
  void aFrameThatTricklesIsSlowByteByByte() {
    read(0, preface());
    ByteBuf frame = frame(HEADERS, END_HEADERS, 20);
    for (int i = 0; i < 28; i++) {
      read(10 + i, frame.slice(i, 1));
    }

    assertThat(watch.isSlow(deadlines, 109)).isFalse();
    assertThat(watch.isSlow(deadlines, 110)).isTrue();
    read(111, frame.slice(28, 1));
    assertThat(watch.isSlow(deadlines, 10_000)).isFalse();
  }

  @Test
  void headersThatGoOnInFurtherFramesAreSlow() {
    read(0, preface());
    read(10, frame(HEADERS, 0, 20));
    read(90, frame(CONTINUATION, 0, 20));

    assertThat(watch.isSlow(deadlines, 110)).isTrue();
    read(111, frame(CONTINUATION, END_HEADERS, 20));
    assertThat(watch.isSlow(deadlines, 10_000)).isFalse();
  }

  @Test
  void aSenderWhoseReadsEndWithinFramesIsNotSlowAsLongAsFramesEnd() {
    read(0, preface(), frame(PING, 0, 8).slice(0, 12));
    for (int now = 90; now < 1_000; now += 90) {
      read(now, frame(PING, 0, 8).slice(12, 5), frame(PING, 0, 8).slice(0, 12));
      assertThat(watch.isSlow(deadlines, now + 90)).isFalse();
    }
  }

  private void read(long nowNanos, ByteBuf... parts) {
    watch.read(Unpooled.wrappedBuffer(parts), nowNanos);
  }

  private static ByteBuf preface() {
    return Unpooled.copiedBuffer(new byte[24]);
  }

  private static ByteBuf frame(int type, int flags, int length) {
    return Unpooled.buffer()
        .writeMedium(length)
        .writeByte(type)
        .writeByte(flags)
        .writeInt(1)
        .writeZero(length);
  }
}
