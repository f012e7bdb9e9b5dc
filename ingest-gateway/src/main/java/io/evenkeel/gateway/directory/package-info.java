/**
 * Who may send: the directory topic, materialised, and the decision about a request's credential.
 */
@NullMarked
package io.evenkeel.gateway.directory;

import org.jspecify.annotations.NullMarked;
