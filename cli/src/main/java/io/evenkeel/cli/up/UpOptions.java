package io.evenkeel.cli.up;

/**
 * What {@code evenkeel up} starts, and on which ports; 0 chooses a free one.
 *
 * @param port of the gateway
 * @param metricsPort of health and metrics
 * @param kafkaPort of the embedded broker
 * @param postgresPort of the embedded database
 * @param canary whether a canary vehicle measures the whole way
 */
record UpOptions(int port, int metricsPort, int kafkaPort, int postgresPort, boolean canary) {}
