package io.evenkeel.cli.up;

import io.evenkeel.cli.page.PagePort;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code evenkeel up} starts, and on which ports; 0 chooses a free one.
 *
 * @param port of the gateway
 * @param metricsPort of health and metrics
 * @param page where the page listens; empty if there is none
 * @param kafkaPort of the embedded broker
 * @param postgresPort of the embedded database
 * @param driftWindow how long a window of signal counts is
 * @param canary whether a canary vehicle measures the whole way
 */
record UpOptions(
    int port,
    int metricsPort,
    Optional<PagePort> page,
    int kafkaPort,
    int postgresPort,
    Duration driftWindow,
    boolean canary) {}
