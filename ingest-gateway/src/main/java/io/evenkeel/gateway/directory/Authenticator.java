package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.KeyScope;
import java.util.Set;

/**
 * The one way in: decides by a request's head who sends it, and whether that one may. It keeps
 * nothing between requests. Safe for use by many threads, and never blocks.
 */
public interface Authenticator {
  /**
   * Decides whether a request may go on.
   *
   * @param head what the request says of its sender
   * @param scopes what the request is about to do: the credential needs all of them
   * @param nowMillis Unix milliseconds
   */
  Access decide(RequestHead head, Set<KeyScope> scopes, long nowMillis);
}
