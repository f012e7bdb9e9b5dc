package io.evenkeel.load.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files that a run leaves. */
public final class FaultFiles {
  private static final List<String> DATA = List.of("kafka", "postgres", "processor");

  private FaultFiles() {}

  /** Removes the data of broker, database and processor, and keeps the logs. */
  public static void deleteData(Path directory) throws IOException {
    for (String data : DATA) {
      delete(directory.resolve(data));
    }
  }

  /** Removes a directory with everything in it; one that is not there is no error. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
