/**
 * What fleets do to a gateway, as Gatling scenarios: commuter peaks, a reconnect storm after an
 * outage, vehicles that catch up behind a tunnel, a firmware roll-out that doubles the rate, a
 * tenant that sends far more than it may. They are about answers, not about throughput: a request
 * costs Gatling about 0.5 ms of CPU time, a hundred times what the gateway needs.
 */
@NullMarked
package io.evenkeel.scenarios;

import org.jspecify.annotations.NullMarked;
