package io.evenkeel.sink.drift;

import java.time.Instant;

/**
 * What a tenant sent lately.
 *
 * @param since begin of the oldest window in it
 */
record RecentSignals(Instant since, SignalShares shares) {}
