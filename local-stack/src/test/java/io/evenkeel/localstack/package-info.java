/** Tests of the local stack, and the probes and child processes that they use. */
@NullMarked
package io.evenkeel.localstack;

import org.jspecify.annotations.NullMarked;
