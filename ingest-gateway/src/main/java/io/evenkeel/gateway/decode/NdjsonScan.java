package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.decode.scan.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event a line by scanning; a line that is not plain is read again by {@link
 * NdjsonReader}. Not thread-safe; one for each body.
 */
final class NdjsonScan {
  private final NdjsonReader lines;
  private final int eventsMax;
  private final JsonCursor cursor;
  private final PlainEvents plain;
  private final Judged judged;
  private final EventReader reader;

  NdjsonScan(
      NdjsonReader lines,
      int eventsMax,
      JsonCursor cursor,
      PlainEvents plain,
      Judged judged,
      EventReader reader) {
    this.lines = lines;
    this.eventsMax = eventsMax;
    this.cursor = cursor;
    this.plain = plain;
    this.judged = judged;
    this.reader = reader;
  }

  /** What the body holds, or null if it has too many events. */
  DecodedBatch.@Nullable Events read(SendingRights rights) {
    byte[] body = cursor.json();
    int events = 0;
    int line = 0;
    for (int from = 0; from < body.length; line++) {
      int end = NdjsonReader.endOfLine(body, from);
      cursor.move(from, end);
      if (!cursor.isAtEnd()) {
        if (events++ == eventsMax) {
          return null;
        }
        readLine(from, end, line, rights);
      }
      from = end + 1;
    }
    return judged.build();
  }

  private void readLine(int from, int end, int line, SendingRights rights) {
    boolean isPlain = plain.scan() && cursor.isAtEnd();
    if (!isPlain || !plain.add(line, null, rights)) {
      judged.judge(lines.read(cursor.json(), from, end, reader, line), null, rights);
    }
  }
}
