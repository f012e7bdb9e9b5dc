package io.evenkeel.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says about itself in {@code postmaster.pid}.
 *
 * @param pid the server's process id
 * @param ready whether it accepts connections
 */
record PostmasterFile(long pid, boolean ready) {
  static final String NAME = "postmaster.pid";
  private static final int STATUS_LINE = 7;

  /** Reads the file in the data directory; empty when it is absent, or not yet written whole. */
  static Optional<PostmasterFile> read(Path dataDirectory) {
    try {
      return parse(Files.readAllLines(dataDirectory.resolve(NAME)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<PostmasterFile> parse(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
  }
}
