package io.evenkeel.load.gateway;

/**
 * How long answers take at half of the rate that saturates the gateway with a broker behind it.
 *
 * @param batch events a request
 * @param saturatedRequestsPerSecond of 128 connections that wait for no one
 * @param requestsPerSecond half of that
 * @param requests answered and measured
 * @param p50Ms from when a request was due to its answer, milliseconds
 * @param p99Ms the same
 * @param p999Ms the same
 * @param maxMs the same
 */
public record LatencyResult(
    int batch,
    long saturatedRequestsPerSecond,
    long requestsPerSecond,
    long requests,
    Stat p50Ms,
    Stat p99Ms,
    Stat p999Ms,
    Stat maxMs) {}
