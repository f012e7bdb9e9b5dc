/**
 * What the gateway costs, beside a bare Netty server that reads the same bodies and beside the same
 * gateway with a decoder that binds with a library: CPU time a request, by batch size, with and
 * without a log behind it.
 */
@NullMarked
package io.evenkeel.load.gateway;

import org.jspecify.annotations.NullMarked;
