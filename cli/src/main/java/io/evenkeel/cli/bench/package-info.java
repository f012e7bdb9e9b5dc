/**
 * {@code evenkeel bench}: benchmarks of the module load-tests, each with everything it needs on
 * this machine.
 */
@NullMarked
package io.evenkeel.cli.bench;

import org.jspecify.annotations.NullMarked;
