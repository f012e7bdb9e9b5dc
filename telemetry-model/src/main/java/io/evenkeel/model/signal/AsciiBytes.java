package io.evenkeel.model.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Work on bytes of text eight at a time. */
public final class AsciiBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private AsciiBytes() {}

  /**
   * Eight bytes as a number, the first byte lowest.
   *
   * @throws IndexOutOfBoundsException if fewer than eight are left
   */
  public static long eight(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /**
   * A hash of some bytes. Anyone can make bytes of one hash: what is looked up with it has a bound
   * on its steps.
   */
  public static int hash(byte[] bytes, int from, int to) {
    long hash = (to - from) * MIX;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ eight(bytes, at));
    }
    return (int) mix(hash ^ rest(bytes, at, to));
  }

  // The last bytes, fewer than eight, read at once where the array has as many.
  private static long rest(byte[] bytes, int at, int to) {
    if (at == to) {
      return 0;
    }
    if (at + Long.BYTES <= bytes.length) {
      return eight(bytes, at) & (-1L >>> (Long.SIZE - (to - at) * Byte.SIZE));
    }
    long rest = 0;
    for (int i = to - 1; i >= at; i--) {
      rest = rest << Byte.SIZE | (bytes[i] & 0xff);
    }
    return rest;
  }

  private static long mix(long value) {
    long mixed = value * MIX;
    return mixed ^ (mixed >>> 32);
  }
}
