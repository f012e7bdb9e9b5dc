package io.evenkeel.gateway.api;

/**
 * The port of health and metrics.
 *
 * @param number 1 to 65,535
 */
public record AdminPort(int number) {}
