package io.evenkeel.cli.letter;

import com.github.freva.asciitable.AsciiTable;
import io.evenkeel.admin.letter.Letter;
import io.evenkeel.admin.letter.LetterBody;
import io.evenkeel.admin.letter.LetterTable.LetterCount;
import io.evenkeel.admin.letter.ProtobufEvents;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Dead letters for people and as JSON. Pure. */
final class LetterText {
  private static final int SHOWN_BYTES_MAX = 1 << 20;
  private static final int MESSAGE_CHARS_MAX = 60;

  private LetterText() {}

  static String table(List<Letter> letters) {
    String[] header = {
      "number", "kept", "tenant", "stage", "code", "vehicle", "state", "tries", "message"
    };
    String[][] cells =
        letters.stream()
            .map(letter ->
                new String[] {
                  Long.toString(letter.id()),
                  letter.keptAt().toString(),
                  letter.tenant(),
                  letter.stage(),
                  letter.code(),
                  letter.vehicle() == null ? "" : letter.vehicle(),
                  state(letter),
                  Integer.toString(letter.attempts()),
                  cut(letter.message())
                })
            .toArray(String[][]::new);
    return AsciiTable.getTable(header, cells);
  }

  static String counts(List<LetterCount> counts) {
    String[] header = {"tenant", "stage", "code", "state", "letters", "events", "oldest", "newest"};
    String[][] cells =
        counts.stream()
            .map(count ->
                new String[] {
                  count.tenant(),
                  count.stage(),
                  count.code(),
                  count.state().name().toLowerCase(Locale.ROOT),
                  Long.toString(count.letters()),
                  Long.toString(count.events()),
                  count.oldest().toString(),
                  count.newest().toString()
                })
            .toArray(String[][]::new);
    return AsciiTable.getTable(header, cells);
  }

  static Map<String, Object> row(LetterCount count) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", count.tenant());
    row.put("stage", count.stage());
    row.put("code", count.code());
    row.put("state", count.state().name().toLowerCase(Locale.ROOT));
    row.put("letters", count.letters());
    row.put("events", count.events());
    row.put("oldest", count.oldest().toString());
    row.put("newest", count.newest().toString());
    return row;
  }

  static Map<String, Object> row(Letter letter) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("number", letter.id());
    row.put("kept_at", letter.keptAt().toString());
    row.put("tenant", letter.tenant());
    row.put("stage", letter.stage());
    row.put("code", letter.code());
    row.put("message", letter.message());
    putIfKnown(row, "faulty_name", letter.faultyName());
    putIfKnown(row, "lane", letter.lane());
    putIfKnown(row, "job", letter.job().isEmpty() ? null : letter.job());
    putIfKnown(row, "vehicle", letter.vehicle());
    row.put("state", state(letter));
    row.put("attempts", letter.attempts());
    return row;
  }

  /** All of a letter, its content last. */
  static Map<String, Object> full(Letter letter) {
    Map<String, Object> row = row(letter);
    row.put("events", letter.events());
    row.put("index", letter.index());
    row.put("origin", letter.origin());
    putIfKnown(row, "received_at", letter.receivedAt());
    putIfKnown(row, "replay", letter.replayId() == 0 ? null : letter.replayId());
    row.put("content_type", letter.contentType());
    putIfKnown(row, "content_encoding", letter.contentEncoding());
    row.put("bytes", letter.payload().length);
    row.put("content", content(letter));
    return row;
  }

  static String lines(Map<String, Object> full) {
    StringBuilder text = new StringBuilder();
    full.forEach((name, value) -> {
      if (!name.equals("content")) {
        text.append("%-17s %s%n".formatted(name, value));
      }
    });
    return text.append(System.lineSeparator()).append(full.get("content")).toString();
  }

  /** What the bytes say: text as it is, a record by what it holds, anything else as Base64. */
  private static String content(Letter letter) {
    if (!letter.stage().equals("gateway")) {
      return record(letter);
    }
    byte[] bytes = unpacked(letter);
    if (ProtobufEvents.isProtobuf(letter.contentType())) {
      return protobuf(letter, bytes);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return base64(bytes);
    }
  }

  private static String record(Letter letter) {
    try {
      TelemetryRecord record = TelemetryRecord.parse(letter.payload());
      StringBuilder text = new StringBuilder();
      for (var block : record.blocks()) {
        for (int event = 0; event < block.size(); event++) {
          text.append(EventText.json(block, event)).append(System.lineSeparator());
        }
      }
      return text.toString().stripTrailing();
    } catch (MalformedRecordException e) {
      return base64(letter.payload());
    }
  }

  private static byte[] unpacked(Letter letter) {
    try {
      return LetterBody.read(letter, SHOWN_BYTES_MAX);
    } catch (IOException e) {
      return letter.payload();
    }
  }

  private static String protobuf(Letter letter, byte[] bytes) {
    try {
      List<byte[]> events =
          letter.index() == Letter.WHOLE
              ? ProtobufEvents.batch(bytes)
              : List.of(ProtobufEvents.event(bytes));
      return events.stream()
          .map(event -> new String(event, StandardCharsets.UTF_8))
          .collect(Collectors.joining(System.lineSeparator()));
    } catch (IOException e) {
      return base64(bytes);
    }
  }

  private static String base64(byte[] bytes) {
    return "base64:" + Base64.getEncoder().encodeToString(bytes);
  }

  private static String state(Letter letter) {
    return letter.state().name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= MESSAGE_CHARS_MAX
        ? line
        : line.substring(0, MESSAGE_CHARS_MAX - 1) + "…";
  }

  private static void putIfKnown(Map<String, Object> row, String name, @Nullable Object value) {
    if (value != null) {
      row.put(name, value.toString());
    }
  }
}
