/**
 * What operators do to a pipeline from outside: create its topics, keep its directory of tenants
 * and keys, and ask how far it is. The command line and the benchmarks share it.
 */
@NullMarked
package io.evenkeel.admin;

import org.jspecify.annotations.NullMarked;
