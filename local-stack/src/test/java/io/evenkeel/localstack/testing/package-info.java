/** Tests of the choice of a test stack, and the contract that every stack keeps. */
@NullMarked
package io.evenkeel.localstack.testing;

import org.jspecify.annotations.NullMarked;
