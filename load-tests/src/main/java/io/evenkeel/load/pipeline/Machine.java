package io.evenkeel.load.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a benchmark ran on. */
public final class Machine {
  private Machine() {}

  /** Number and model of the processors. */
  public static String describe() throws IOException {
    String model =
        Files.readString(Path.of("/proc/cpuinfo"))
            .lines()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse(System.getProperty("os.arch"));
    return Runtime.getRuntime().availableProcessors() + " x " + model;
  }
}
