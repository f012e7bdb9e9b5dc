package io.evenkeel.load.fleet;

/**
 * What a fleet's drive came to: {@code sent = accepted + rejected + unsent}.
 *
 * @param sent events given to the client
 * @param accepted events acknowledged by the gateway
 * @param rejected events refused for good
 * @param unsent events without an answer at the end
 * @param requests HTTP requests, repeats included
 * @param seconds how long it took
 */
public record FleetReport(
    long sent, long accepted, long rejected, long unsent, long requests, double seconds) {}
