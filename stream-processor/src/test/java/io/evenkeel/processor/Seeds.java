package io.evenkeel.processor;

import java.util.stream.LongStream;

/** Seeds of property tests: fixed ones and a fresh one, or only the one of {@code -Dseed=}. */
public final class Seeds {
  private static final int FIXED = 20;

  private Seeds() {}

  public static LongStream seeds() {
    String replay = System.getProperty("seed");
    return replay == null
        ? LongStream.concat(LongStream.range(0, FIXED), LongStream.of(System.nanoTime()))
        : LongStream.of(Long.parseLong(replay));
  }
}
