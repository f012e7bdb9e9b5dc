package io.evenkeel.cli.up;

/**
 * Ports of {@code evenkeel up}; 0 chooses a free one.
 *
 * @param port of the gateway
 * @param metricsPort of health and metrics
 * @param kafkaPort of the embedded broker
 * @param postgresPort of the embedded database
 */
record UpOptions(int port, int metricsPort, int kafkaPort, int postgresPort) {}
