package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.directory.TenantMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the bytes of a request to valid events: decompression, JSON, NDJSON or protobuf, then the
 * rules for each event. A pure function; safe for use by many threads.
 */
public final class BatchDecoder implements Decoder {
  // Events nest four deep; anything deeper is wrong in any case.
  private static final int NESTING_MAX = 16;
  private static final int NAME_CHARS_MAX = 4_096;
  private static final int NUMBER_CHARS_MAX = 1_000;

  private final BodyReader bodyReader;
  private final BatchReader batchReader;
  private final NdjsonReader ndjsonReader;
  private final ProtobufReader protobufReader;
  private final EventRules rules;

  public BatchDecoder(DecodeConfig config) {
    JsonFactory json = jsonFactory();
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
      case BodyReader.Decoded(byte[] body) ->
          switch (read(body, format, rights.mapping())) {
            case ReadResult.Refused(var problem) -> new DecodedBatch.Refused(problem);
            case ReadResult.Drafts drafts -> judge(body, format, drafts, rights);
          };
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
    VehicleGrouping accepted = new VehicleGrouping();
    List<RejectedEvent> rejected = new ArrayList<>();
    for (EventDraft draft : drafts.events()) {
      switch (rules.judge(draft, drafts.vehicle(), rights)) {
        case EventRules.Valid(AcceptedEvent event) -> accepted.add(event);
        case EventRules.Invalid(Rejection rejection) ->
            rejected.add(rejected(rejection, draft, drafts.vehicle(), body, format));
      }
    }
    return new DecodedBatch.Events(accepted.build(), rejected);
  }

  private static RejectedEvent rejected(
      Rejection rejection,
      EventDraft draft,
      @Nullable String batchVehicle,
      byte[] body,
      BatchFormat format) {
    String vehicle = draft.vehicle != null ? draft.vehicle : batchVehicle;
    return new RejectedEvent(rejection, draft.faultyName(), vehicle, draft.original(body), format);
  }

  private static JsonFactory jsonFactory() {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // JSON is UTF-8 (RFC 8259); guessing other encodings would only find them in broken input.
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(NESTING_MAX)
                .maxNameLength(NAME_CHARS_MAX)
                .maxNumberLength(NUMBER_CHARS_MAX)
                .build())
        .build();
  }
}
