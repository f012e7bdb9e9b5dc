package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import io.evenkeel.gateway.decode.scan.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's decoder. It scans plain events straight into columns; it decides only that an event
 * is plain and valid. Any other event is read again and judged as {@link BatchDecoder} does it, and
 * a body that is no plain batch is left to that one altogether. So both give the same result for
 * every body, this one mostly sooner. A pure function that keeps nothing; safe for use by many
 * threads.
 */
public final class ScanningDecoder implements Decoder {
  // A batch's object and array, around an event.
  private static final int EVENT_DEPTH = 2;

  private final DecodeConfig config;
  private final BodyReader bodyReader;
  private final BatchDecoder reference;
  private final JsonFactory eventJson;
  private final NdjsonReader lines;
  private final EventRules rules;

  public ScanningDecoder(DecodeConfig config) {
    this.config = config;
    this.bodyReader = new BodyReader(config);
    this.reference = new BatchDecoder(config);
    this.eventJson = BatchDecoder.jsonFactory(BatchDecoder.NESTING_MAX - EVENT_DEPTH);
    this.lines =
        new NdjsonReader(BatchDecoder.jsonFactory(BatchDecoder.NESTING_MAX), config.eventsMax());
    this.rules = new EventRules(config);
  }

  @Override
  public DecodedBatch decode(
      byte[] sent, ContentCoding coding, BatchFormat format, SendingRights rights) {
    return switch (bodyReader.read(sent, coding)) {
      case BodyReader.Refused(var problem) -> new DecodedBatch.Refused(problem);
      case BodyReader.Decoded(byte[] body) -> {
        DecodedBatch scanned = scan(body, format, rights);
        yield scanned != null ? scanned : reference.decode(body, format, rights);
      }
    };
  }

  // Null where only the reference knows.
  @Nullable DecodedBatch scan(byte[] body, BatchFormat format, SendingRights rights) {
    JsonCursor cursor = new JsonCursor(body);
    Judged judged = new Judged(rules, body, format);
    EventScanner scanner = new EventScanner(cursor, rights.mapping());
    PlainEvents plain = new PlainEvents(scanner, cursor, judged.accepted(), config, rights);
    EventReader reader = new EventReader(rights.mapping());
    return switch (format) {
      case JSON ->
          new JsonScan(eventJson, config.eventsMax(), cursor, plain, judged, reader).read(rights);
      case NDJSON ->
          new NdjsonScan(lines, config.eventsMax(), cursor, plain, judged, reader).read(rights);
      case PROTOBUF -> null;
    };
  }
}
