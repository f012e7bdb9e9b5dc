package io.evenkeel.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a resource that its model does not know. Models of fabric8 and Strimzi keep what they
 * do not know beside what they do, and write it again; so the way back is not enough, and each
 * object is asked for what it put aside.
 */
final class UnknownFields {
  private UnknownFields() {}

  /** Their paths, none if all is known. */
  static List<String> of(JsonNode resource) {
    List<String> found = new ArrayList<>();
    ModelWalk.walk(Models.read(resource), "", found);
    return found;
  }
}
