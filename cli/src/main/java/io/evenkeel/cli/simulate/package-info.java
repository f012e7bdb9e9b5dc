/** {@code evenkeel simulate}: a simulated fleet that sends to a running gateway. */
@NullMarked
package io.evenkeel.cli.simulate;

import org.jspecify.annotations.NullMarked;
