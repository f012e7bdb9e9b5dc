package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.evenkeel.model.directory.TenantMapping;

/**
 * The reference decoder: it takes a body apart with a parser and judges each event by the rules,
 * and says what is wrong. {@link ScanningDecoder} gives the same results sooner, and leaves to this
 * one what it does not understand. A pure function; safe for use by many threads.
 */
public final class BatchDecoder implements Decoder {
  // Events nest four deep; anything deeper is wrong in any case.
  static final int NESTING_MAX = 16;
  private static final int NAME_CHARS_MAX = 4_096;
  private static final int NUMBER_CHARS_MAX = 1_000;

  private final BodyReader bodyReader;
  private final BatchReader batchReader;
  private final NdjsonReader ndjsonReader;
  private final ProtobufReader protobufReader;
  private final EventRules rules;

  public BatchDecoder(DecodeConfig config) {
    JsonFactory json = jsonFactory(NESTING_MAX);
    this.bodyReader = new BodyReader(config);
    this.batchReader = new BatchReader(json, config.eventsMax());
    this.ndjsonReader = new NdjsonReader(json, config.eventsMax());
    this.protobufReader = new ProtobufReader(config.eventsMax());
    this.rules = new EventRules(config);
  }

  @Override
  public DecodedBatch decode(
      byte[] sent, ContentCoding coding, BatchFormat format, SendingRights rights) {
    return switch (bodyReader.read(sent, coding)) {
      case BodyReader.Refused(var problem) -> new DecodedBatch.Refused(problem);
      case BodyReader.Decoded(byte[] body) -> decode(body, format, rights);
    };
  }

  /** Decodes a body without compression. */
  DecodedBatch decode(byte[] body, BatchFormat format, SendingRights rights) {
    return switch (read(body, format, rights.mapping())) {
      case ReadResult.Refused(var problem) -> new DecodedBatch.Refused(problem);
      case ReadResult.Drafts drafts -> judge(body, format, drafts, rights);
    };
  }

  private ReadResult read(byte[] body, BatchFormat format, TenantMapping mapping) {
    return switch (format) {
      case JSON -> batchReader.read(body, mapping);
      case NDJSON -> ndjsonReader.read(body, mapping);
      case PROTOBUF -> protobufReader.read(body);
    };
  }

  private DecodedBatch judge(
      byte[] body, BatchFormat format, ReadResult.Drafts drafts, SendingRights rights) {
    Judged judged = new Judged(rules, body, format);
    for (EventDraft draft : drafts.events()) {
      judged.judge(draft, drafts.vehicle(), rights);
    }
    return judged.build();
  }

  /** Makes parsers that refuse values nested deeper. */
  static JsonFactory jsonFactory(int nestingMax) {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // JSON is UTF-8 (RFC 8259); guessing other encodings would only find them in broken input.
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(nestingMax)
                .maxNameLength(NAME_CHARS_MAX)
                .maxNumberLength(NUMBER_CHARS_MAX)
                .build())
        .build();
  }
}
