/**
 * A simulated fleet: electric vehicles that drive, charge and park by simple physics, the same for
 * the same seed, and send what they measure through the gateway as real ones do.
 */
@NullMarked
package io.evenkeel.load.fleet;

import org.jspecify.annotations.NullMarked;
