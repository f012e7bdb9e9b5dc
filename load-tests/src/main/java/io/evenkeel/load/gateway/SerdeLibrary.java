package io.evenkeel.load.gateway;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where micronaut-serde is. Only the server that decodes with it has it on its class path: wherever
 * it is found beside a gateway, it takes over the JSON of the management port.
 */
final class SerdeLibrary {
  private static final String CLASS = "io.micronaut.serde.ObjectMapper";
  // The build of the command collects it there, beside the directory of all other archives.
  private static final String DIRECTORY = "bench-lib";

  private SerdeLibrary() {}

  /** The archives that the class path of this program lacks; none in this module's own tests. */
  static List<Path> archives() throws IOException {
    if (isOnClassPath()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(ownArchive().resolve("../../" + DIRECTORY).normalize())) {
      return files.toList();
    }
  }

  private static Path ownArchive() {
    try {
      return Path.of(
          SerdeLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The program lies nowhere", e);
    }
  }

  private static boolean isOnClassPath() {
    try {
      Class.forName(CLASS, false, SerdeLibrary.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
