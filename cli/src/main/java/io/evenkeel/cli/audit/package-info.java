/** {@code evenkeel audit}: whether the books balance, as a table or as JSON, once or live. */
@NullMarked
package io.evenkeel.cli.audit;

import org.jspecify.annotations.NullMarked;
