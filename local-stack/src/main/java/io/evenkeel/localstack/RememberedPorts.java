package io.evenkeel.localstack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * The ports of the former start, so that bookmarks and open clients stay good.
 *
 * @param kafka port of the broker, 0 when unknown
 * @param postgres port of the database server, 0 when unknown
 */
record RememberedPorts(int kafka, int postgres) {
  private static final String FILE = "ports.properties";

  /** Reads the file; what is missing or makes no sense counts as unknown. */
  static RememberedPorts read(Path directory) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.resolve(FILE))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      // A first start, or a damaged file: any free port will do.
      return new RememberedPorts(0, 0);
    }
    return new RememberedPorts(
        port(properties.getProperty("kafka", "")), port(properties.getProperty("postgres", "")));
  }

  private static int port(String text) {
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    return port <= 65535 ? port : 0;
  }

  void write(Path directory) {
    Properties properties = new Properties();
    properties.setProperty("kafka", Integer.toString(kafka));
    properties.setProperty("postgres", Integer.toString(postgres));
    Path unfinished = directory.resolve(FILE + ".new");
    try {
      try (Writer writer = Files.newBufferedWriter(unfinished)) {
        properties.store(writer, "Ports of the last start; tried first on the next one.");
      }
      Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LocalStackException(
          "The ports cannot be remembered in %s.".formatted(directory), e);
    }
  }
}
