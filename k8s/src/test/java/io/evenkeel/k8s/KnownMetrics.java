package io.evenkeel.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names of metrics in texts. */
final class KnownMetrics {
  private static final Pattern NAME = Pattern.compile("evenkeel_[a-z0-9_]+");

  private KnownMetrics() {}

  /** Those of the generated reference. */
  static List<String> read(Path reference) {
    try {
      return in(Files.readString(reference));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> in(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).distinct().toList();
  }
}
