/**
 * What happens to a connection apart from its requests' content: senders that take too long are cut
 * off, old connections are ended, there are not too many, and TLS has the newest certificate.
 */
@NullMarked
package io.evenkeel.gateway.connection;

import org.jspecify.annotations.NullMarked;
