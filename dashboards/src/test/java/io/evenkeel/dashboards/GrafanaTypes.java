package io.evenkeel.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Grafana's published types as a JSON schema: names that they do not know are errors. */
final class GrafanaTypes {
  private static final String RESOURCE = "/grafana-types.schema.json";

  private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V7);
  private final ObjectNode schema;

  GrafanaTypes() {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(RESOURCE))) {
      schema = (ObjectNode) new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is a type of this name: not every panel has options of a series. */
  boolean knows(String type) {
    return schema.path("definitions").has(type);
  }

  /** What is wrong with a value of a type, in sentences; nothing if nothing is. */
  List<String> errors(String type, JsonNode value) {
    return messages(type, value).stream().map(ValidationMessage::getMessage).toList();
  }

  /** The same of a value that need not be complete, such as an override of one property. */
  List<String> errorsOfPart(String type, JsonNode value) {
    return messages(type, value).stream()
        .filter(message -> !"required".equals(message.getType()))
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private List<ValidationMessage> messages(String type, JsonNode value) {
    if (!knows(type)) {
      throw new IllegalArgumentException(RESOURCE + " has no type " + type);
    }
    ObjectNode root = schema.objectNode();
    root.set("$schema", schema.path("$schema"));
    root.put("$ref", "#/definitions/" + type);
    root.set("definitions", schema.path("definitions"));
    return List.copyOf(factory.getSchema(root).validate(value));
  }
}
