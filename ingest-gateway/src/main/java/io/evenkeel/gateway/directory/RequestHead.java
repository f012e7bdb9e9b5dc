package io.evenkeel.gateway.directory;

import org.jspecify.annotations.Nullable;

/**
 * What a request says of its sender, before its body.
 *
 * @param authorization the header, or null where there is none, or more than one
 */
public record RequestHead(@Nullable String authorization) {
  /** Never the content: it is a secret. */
  @Override
  public String toString() {
    return "RequestHead[]";
  }
}
